import assert from "node:assert/strict";
import elasticache from "../../sources/aws-elasticache-slowlog";
import msk from "../../sources/aws-msk-broker";
import neptune from "../../sources/aws-neptune-audit";

describe("recognising the lines of MSK, ElastiCache and Neptune", () => {
  for (const { source, record, recognised } of [
    { source: msk, record: "[2026-01-02 03:04:05,678] INFO started (kafka.server.KafkaServer)", recognised: true },
    { source: msk, record: "[2026-01-02 03:04:05,678] INFO x:\n\ty\n (org.apache.kafka.X)", recognised: true },
    { source: msk, record: "[2026-01-02 03:04:05,678] INFO started (com.example.Server)", recognised: false },
    { source: msk, record: "[2026-01-02 03:04:05,678] {task.py:1} INFO - (kafka.server)", recognised: false },
    { source: elasticache, record: "cache-001,0001,1767323045,30,GET,192.0.2.10:55452,app", recognised: true },
    { source: elasticache, record: "cache-001,0001,1767323045,30,GET,nobody,app", recognised: false },
    { source: elasticache, record: "cache-001/0001:M 02 Jan 2026 03:04:05.499 UTC * x", recognised: true },
    { source: elasticache, record: "12:M 02 Jan 2026 03:04:05.499 * of a Redis of one's own", recognised: false },
    { source: neptune, record: "1767323045123, 192.0.2.10:1, 10.0.0.9:8182, Bolt, x, y, z", recognised: true },
    { source: neptune, record: "1767323045123456,host,app,192.0.2.10,101,0,CONNECT,shop,,0", recognised: false },
  ]) {
    it(`${source.id} ${recognised ? "takes" : "leaves"} ${JSON.stringify(record)}`, () => {
      assert.equal(source.recognises(record), recognised);
    });
  }
});
