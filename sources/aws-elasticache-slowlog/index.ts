import { defineSource } from "../../functions/loader/source";
import { cacheRecord, openCacheLog } from "./map";

export default defineSource({
  id: "aws-elasticache-slowlog",
  title: "Amazon ElastiCache slow logs and engine logs",
  documentation: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html",
  module: "aws",
  dataset: "aws.elasticache_slowlog",
  indexPeriod: "day",
  delivery:
    "Turn on log delivery of the cluster (slow log, engine log; JSON or TEXT) with a Firehose stream to the archive's bucket as destination, or CloudWatch Logs with a subscription filter.",
  format: "lines",
  keys: [],
  recognises: (value) => cacheRecord(value) !== undefined,
  open: openCacheLog,
  fields: {
    "aws.elasticache_slowlog.log_type": "keyword",
    "aws.elasticache_slowlog.cache_cluster_id": "keyword",
    "aws.elasticache_slowlog.cache_node_id": "keyword",
    "aws.elasticache_slowlog.id": "keyword",
    "aws.elasticache_slowlog.command": "text",
    "aws.elasticache_slowlog.client_name": "keyword",
    "aws.elasticache_slowlog.role": "keyword",
  },
});
