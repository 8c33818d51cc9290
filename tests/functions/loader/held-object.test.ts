import assert from "node:assert/strict";
import { updateHeld } from "../../../functions/loader/held-object";
import { DependencyError } from "../../../functions/shared/errors";
import { FakeFiles } from "../../cli/rescue/fakes";

const append = (line: string) => (held: string | undefined) => `${held ?? ""}${line}\n`;
const removal = (): undefined => undefined;

describe("changing an object that others may change", () => {
  it("loses nothing of what is written at the same time", async () => {
    const files = new FakeFiles();
    const lines = ["a", "b", "c", "d"];
    await Promise.all(lines.map((line) => updateHeld(files, "key", append(line))));
    assert.deepEqual([...files.lines("key")].sort(), lines);
  });

  it("removes it, also where it is changed meanwhile", async () => {
    const files = new FakeFiles().put("key", "old");
    files.beforeReplace = () => {
      files.beforeReplace = () => undefined;
      files.put("key", "new");
    };
    await updateHeld(files, "key", removal);
    assert.equal(files.files.size, 0);
  });

  it("writes nothing where there is nothing to remove, or nothing changes", async () => {
    const files = new FakeFiles().put("key", "same");
    files.beforeReplace = (key) => assert.fail(key);
    await updateHeld(files, "other", removal);
    await updateHeld(files, "key", (held) => held);
  });

  it("does not bring back what others removed meanwhile", async () => {
    const files = new FakeFiles().put("key", "a");
    files.beforeReplace = (key) => void files.files.delete(key);
    await updateHeld(files, "key", (held) => (held === undefined ? undefined : append("b")(held)));
    assert.equal(files.files.size, 0);
  });

  it("is given up when others change it all the time", async () => {
    const files = new FakeFiles().put("key", "a");
    files.beforeReplace = (key) => void files.put(key, "a");
    await assert.rejects(updateHeld(files, "key", append("b")), DependencyError);
  });
});
