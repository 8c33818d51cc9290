import assert from "node:assert/strict";
import { promptText, textOf, toolNames } from "../../sources/aws-bedrock-invocation/texts";

describe("the texts of a model invocation", () => {
  for (const { model, body, prompt } of [
    { model: "Converse", body: { messages: [{ role: "user", content: [{ text: "hi" }] }] }, prompt: "hi" },
    { model: "Anthropic", body: { messages: [{ role: "user", content: "hi" }] }, prompt: "hi" },
    { model: "Titan", body: { inputText: "hi", textGenerationConfig: { stopSequences: ["x"] } }, prompt: "hi" },
    { model: "Llama", body: { prompt: "hi", temperature: 0.5 }, prompt: "hi" },
    { model: "no", body: { image: { bytes: "iVBORw0KGgo=" } }, prompt: undefined },
  ]) {
    it(`are found in a request to ${model} model`, () => assert.equal(promptText(body), prompt));
  }

  it("are those of the last message: the ones before have been indexed with their own calls", () => {
    const messages = ["first", "answer", "second"].map((content) => ({ role: "user", content }));
    assert.equal(promptText({ messages }), "second");
  });

  it("are indexed up to 8,000 characters, whatever the depth and number of parts", () => {
    assert.equal(textOf({ text: "a".repeat(1_000_000) })?.length, 8_000);
    assert.equal(textOf(Array.from({ length: 100_000 }, () => ({ delta: { text: "ab" } })))?.length, 8_000);
    let deep: unknown = "x";
    for (let depth = 0; depth < 90; depth += 1) deep = { content: deep };
    assert.equal(textOf(deep), undefined);
  });

  it("do not hold the tools' names, which are listed", () => {
    const body = [
      { contentBlockStart: { start: { toolUse: { name: "lookup" } } } },
      { content_block: { name: "search" } },
    ];
    assert.deepEqual(toolNames(body), ["lookup", "search"]);
  });
});
