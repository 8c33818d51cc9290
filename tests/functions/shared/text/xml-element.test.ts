import assert from "node:assert/strict";
import fc from "fast-check";
import { childOf, parseXmlElement, type XmlElement } from "../../../../functions/shared/text/xml-element";
import { assertGrowsLinearly } from "../../../support/growth";

function plain(element: XmlElement | undefined): unknown {
  if (element === undefined) return undefined;
  const { name, attributes, children, text } = element;
  return [name, Object.fromEntries(attributes), text, ...children.map(plain)];
}

describe("reading an XML element", () => {
  for (const [what, text, expected] of [
    ["attributes in either quotes", `<a b="1" c = '2>"'>x</a>`, ["a", { b: "1", c: '2>"' }, "x"]],
    ["prefixes", '<w:a w:b="1" xmlns:w="urn:w"><w:c/></w:a>', ["a", { b: "1", w: "urn:w" }, "", ["c", {}, ""]]],
    ["text around children", "<a>1<b>2</b>3<b/></a>", ["a", {}, "13", ["b", {}, "2"], ["b", {}, ""]]],
    [
      "predefined and numeric entities",
      '<a b="&quot;&#39;">&lt;&amp;lt;&#x41;&#66;</a>',
      ["a", { b: "\"'" }, "<&lt;AB"],
    ],
    [
      "entities that are none",
      "<a>&nbsp;&#0;&#xD800;&#x110000;& &;</a>",
      ["a", {}, "&nbsp;&#0;&#xD800;&#x110000;& &;"],
    ],
    ["CDATA and comments", "<a>1<![CDATA[<b>&lt;]]><!-- 2 --><?x?>3</a>", ["a", {}, "1<b>&lt;3"]],
    ["what stands before it", '<?xml version="1.0"?><!DOCTYPE a><a/>', ["a", {}, ""]],
    [
      "names of every object",
      '<a __proto__="1"><constructor/></a>',
      ["a", JSON.parse('{"__proto__":"1"}'), "", ["constructor", {}, ""]],
    ],
    ["no element", "text", undefined],
    ["an end tag that does not match", "<a><b></a></b>", undefined],
    ["one that does not end", "<a><b></b>", undefined],
    ["a tag that does not end", '<a b="', undefined],
    ["a comment that does not end", "<a><!-- </a>", undefined],
  ] as const) {
    it(`takes ${what}`, () => assert.deepEqual(plain(parseXmlElement(text)), expected));
  }

  it("expands no entities of a document type", () => {
    const text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>';
    assert.doesNotMatch(JSON.stringify(plain(parseXmlElement(text)) ?? ""), /root:/);
  });

  it("finds children by name", () => {
    assert.equal(childOf(parseXmlElement("<a><b>1</b><c>2</c></a>"), "c")?.text, "2");
  });

  it("refuses a million levels", () => assert.equal(parseXmlElement("<a>".repeat(1_000_000)), undefined));

  for (const odd of ["<a ", "<a b", "&#", "=", "<!", '<a b="', "]]>"]) {
    it(`reads a text full of ${odd} in linear time`, () =>
      assertGrowsLinearly(300_000, (times) => parseXmlElement(`<x>${odd.repeat(times)}</x>`)));
  }

  it("never throws", () => {
    const token = fc.constantFrom(
      "<",
      ">",
      "/",
      "a",
      "=",
      '"',
      "'",
      "&",
      ";",
      "<!--",
      "-->",
      "<![CDATA[",
      "]]>",
      "<a>",
      "</a>",
      " ",
    );
    fc.assert(fc.property(fc.array(token, { maxLength: 30 }), (tokens) => void parseXmlElement(tokens.join(""))));
  });
});
