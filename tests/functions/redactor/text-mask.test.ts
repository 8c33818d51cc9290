import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import * as fc from "fast-check";
import { People } from "../../../functions/redactor/people";
import { pseudonyms } from "../../../functions/redactor/pseudonyms";
import { type PersonalKind, wholeRedaction } from "../../../functions/redactor/redaction";
import { TextMask } from "../../../functions/redactor/text-mask";
import { asArray, asRecord } from "../../../functions/shared/values";
import { sampleCases } from "../../../tools/sample-cases";
import { runs } from "../../support/fuzz";
import { assertGrowsLinearly } from "../../support/growth";

const key = Buffer.from("a key of the test");
const pseudonym = pseudonyms(key);
const user = (name: string) => pseudonym("user", name);
const email = (address: string) => pseudonym("email", address);
const phone = (number: string) => pseudonym("phone", number);
const ip = (address: string) => pseudonym("ip", address);
const mask = (text: string, redaction = wholeRedaction) => new TextMask(redaction, pseudonym).mask(text);

describe("a text mask", () => {
  const cases: readonly (readonly [what: string, text: string, masked: string])[] = [
    [
      "members of JSON by their names",
      '{"userName":"alice","user_id": "u-1","eventName":"GetObject"}',
      `{"userName":"${user("alice")}","user_id": "${user("u-1")}","eventName":"GetObject"}`,
    ],
    [
      "JSON within JSON",
      String.raw`{"message":"{\"userName\":\"al\\\"ice\",\"n\":{\"x\":\"{\\\"login\\\":\\\"bob\\\"}\"}}","a":1}`,
      String.raw`{"message":"{\"userName\":\"${user(String.raw`al\\\"ice`)}\",\"n\":{\"x\":\"{\\\"login\\\":\\\"${user("bob")}\\\"}\"}}","a":1}`,
    ],
    [
      "numbers, so that JSON stays JSON, and lists",
      '{"phone":41791234567,"users":7,"userNames":["al","bo"],"username": null}',
      `{"phone":"${phone("41791234567")}","users":7,"userNames":["${user("al")}","${user("bo")}"],"username": null}`,
    ],
    [
      "telephone numbers as long as an account's id",
      '{"phone":"491701234567","tel":"0170 1234567","hotel":"Ritz","phoneNumbers":["491701234567"]}',
      `{"phone":"${phone("491701234567")}","tel":"${phone("0170 1234567")}","hotel":"Ritz","phoneNumbers":["${phone("491701234567")}"]}`,
    ],
    [
      "names in the plural, which are no counts",
      'users=al,bo,action=ok users=7 owners: [al, Bo Li] "userIds":[7, 9] "emails":["a1"] recipients=b1 assignee=al "aliases":["www"]',
      `users=${user("al")},${user("bo")},action=ok users=7 owners: [${user("al")}, ${user("Bo Li")}] "userIds":["${user("7")}", "${user("9")}"] "emails":["${email("a1")}"] recipients=${email("b1")} assignee=${user("al")} "aliases":["www"]`,
    ],
    [
      "members of objects by the objects' names",
      '{"user":{"name":"al","id":7,"group":{"name":"ops"}},"name":"web","owners":[{"name":"bo"},{"Id":"o-1"}],"userInfo":{"profile":{"first":"Al"}},"service":{"name":"s3","id":"x"}}',
      `{"user":{"name":"${user("al")}","id":"${user("7")}","group":{"name":"ops"}},"name":"web","owners":[{"name":"${user("bo")}"},{"Id":"${user("o-1")}"}],"userInfo":{"profile":{"first":"${user("Al")}"}},"service":{"name":"s3","id":"x"}}`,
    ],
    [
      "members of objects of numbers and addresses, and paths",
      '{"phones":[{"type":"work","value":"0170 1"}],"recipients":[{"name":"Al","address":"al"}]} owners.0.name=al host.name=web user={name=al, shell=sh} name=web',
      `{"phones":[{"type":"work","value":"${phone("0170 1")}"}],"recipients":[{"name":"${user("Al")}","address":"${email("al")}"}]} owners.0.name=${user("al")} host.name=web user={name=${user("al")}, shell=sh} name=web`,
    ],
    [
      "members of objects in JSON within JSON, also where it is cut",
      String.raw`{"m":"{\"user\":{\"name\":\"al\",\"id\":7}}","n":"{\"user\":{\"name\":\"bo","name":"web"}`,
      String.raw`{"m":"{\"user\":{\"name\":\"${user("al")}\",\"id\":\"${user("7")}\"}}","n":"{\"user\":{\"name\":\"${user("bo")}","name":"web"}`,
    ],
    [
      "members of objects in lines that are cut, and none of the next lines",
      '{"user":{"id":"u-1",\n{"name":"web"}\n{"user":{"name":"al\n{"name":"web"}\nuser={id=7\nname=web',
      `{"user":{"id":"${user("u-1")}",\n{"name":"web"}\n{"user":{"name":"${user("al")}\n{"name":"web"}\nuser={id=${user("7")}\nname=web`,
    ],
    ["lists of a name", '"login":["alice","bob"],"x":1', `"login":["${user("alice")}","${user("bob")}"],"x":1`],
    ["variables", "user=alice src_user='bo b' action=ok", `user=${user("alice")} src_user='${user("bo b")}' action=ok`],
    [
      "extensions of CEF, whose values have spaces",
      "CEF:0|v|p|1|1|n|5|suser=Alice Smith act=blocked",
      `CEF:0|v|p|1|1|n|5|suser=${user("Alice Smith")} act=blocked`,
    ],
    [
      "elements and attributes of XML",
      "<UserName>alice</UserName><Data Name='TargetUserName'>bob</Data>",
      `<UserName>${user("alice")}</UserName><Data Name='TargetUserName'>${user("bob")}</Data>`,
    ],
    [
      "users in ARNs, not the roles",
      "arn:aws:iam::111122223333:user/sales/alice arn:aws:sts::111122223333:assumed-role/ops/bob@x arn:aws:iam::111122223333:role/ops",
      `arn:aws:iam::111122223333:user/${user("alice")} arn:aws:sts::111122223333:assumed-role/ops/${user("bob@x")} arn:aws:iam::111122223333:role/ops`,
    ],
    [
      "e-mail addresses, also in URLs",
      "from <Alice.O'Neil+x@example.com>, /reset?to=bob%40example.org.",
      `from <${email("Alice.O'Neil+x@example.com")}>, /reset?to=${email("bob@example.org")}.`,
    ],
    [
      "addresses of both kinds, with ports and lengths",
      "192.0.2.1:443 [2001:db8::1]:80 10.0.0.0/8 ip-10-1-2-3.ec2.internal client 2001:db8::7:51000 ::ffff:192.0.2.9",
      `${ip("192.0.2.1")}:443 [${ip("2001:db8::1")}]:80 ${ip("10.0.0.0")}/8 ip-${ip("10.1.2.3")}.ec2.internal client ${ip("2001:db8::7")}:51000 ${ip("192.0.2.9")}`,
    ],
    [
      "addresses behind escapes of JSON and of URLs",
      String.raw`{"m":"Address:\t2001:db8:0:0:0:0:0:1\r\nfe80::1 \u0022192.0.2.1\u0022"} /?q=%22192.0.2.1%22,%20192.0.2.1,%222001:db8::1%22&ip=2001%3Adb8%3A%3A1&x%3D%3A%3A1`,
      String.raw`{"m":"Address:\t${ip("2001:db8:0:0:0:0:0:1")}\r\n${ip("fe80::1")} \u0022${ip("192.0.2.1")}\u0022"} /?q=%22${ip("192.0.2.1")}%22,%20${ip("192.0.2.1")},%22${ip("2001:db8::1")}%22&ip=${ip("2001:db8::1")}&x%3D${ip("::1")}`,
    ],
    [
      "addresses between colons and points",
      'Trying 2001:db8::1... ...192.0.2.1 "src":2001:db8::1,"dst":::1 to 2001:db8:0:0:0:0:0:1:443. net 2001:db8::.',
      `Trying ${ip("2001:db8::1")}... ...${ip("192.0.2.1")} "src":${ip("2001:db8::1")},"dst":${ip("::1")} to ${ip("2001:db8:0:0:0:0:0:1")}:443. net ${ip("2001:db8::")}.`,
    ],
    [
      "e-mail addresses behind escapes of JSON, which stay whole",
      String.raw`{"m":"Contact:\nal@example.com \u003cal@example.com\u003e CORP\\nancy@example.com"}`,
      String.raw`{"m":"Contact:\n${email("al@example.com")} \u003c${email("al@example.com")}\u003e CORP\\${email("nancy@example.com")}"}`,
    ],
    [
      "e-mail addresses with escapes in them",
      String.raw`{"m":"to zo\u00eb@example.com, \u0141@example.com, ren\u00e9e\u0040example.com \t@al.example"} /?a=zo%C3%AB%40example%2Ecom&b=%E9%40example.com`,
      String.raw`{"m":"to ${email("zoë@example.com")}, ${email("Ł@example.com")}, ${email("renée@example.com")} \t@al.example"} /?a=${email("zoë@example.com")}&b=${email("é@example.com")}`,
    ],
    [
      "addresses behind escapes of URLs that look like their first digits",
      "%0A2001:db8::1 %092001:db8::1 %0Dfe80::1 q=%C2%A02001:db8::1 %A010.0.0.1 %098.8.8.8 10%2E0%2E0%2E1 50%20.0.0.1",
      `%0A${ip("2001:db8::1")} %09${ip("2001:db8::1")} %0D${ip("fe80::1")} q=%C2%A0${ip("2001:db8::1")} %A0${ip("10.0.0.1")} %09${ip("8.8.8.8")} ${ip("10.0.0.1")} 50%${ip("20.0.0.1")}`,
    ],
    [
      "telephone numbers behind escapes, and with %2B",
      String.raw`{"m":"Tel:\t+41791234567"} /?q=%2B41791234567`,
      String.raw`{"m":"Tel:\t${phone("+41791234567")}"} /?q=${phone("+41791234567")}`,
    ],
    [
      "telephone numbers with an address behind them",
      "+41791234567 192.0.2.1, +41 79 123 45 67 (192.0.2.1)",
      `${phone("+41791234567")} ${ip("192.0.2.1")}, ${phone("+41 79 123 45 67")} (${ip("192.0.2.1")})`,
    ],
    ["telephone numbers", "call +41 79 123 45 67 now", `call ${phone("+41 79 123 45 67")} now`],
  ];
  for (const [what, text, masked] of cases) {
    it(`masks ${what}`, () => assert.equal(mask(text), masked));
  }

  it("masks what has a form of its own in any text, however it is encoded, and JSON stays JSON", () => {
    const values: readonly (readonly [PersonalKind, string])[] = [
      ["email", "zoë.o'neil@example.com"],
      ["ip", "192.0.2.1"],
      ["ip", "2001:db8::1"],
      ["phone", "+41791234567"],
    ];
    const ascii = (text: string): string =>
      JSON.stringify(text).replace(
        /[^ -~]/g,
        (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
      );
    const json: readonly ((text: string) => string)[] = [JSON.stringify, ascii, (text) => JSON.stringify(ascii(text))];
    const encodings = [...json, (text: string) => text, encodeURIComponent];
    const words = fc.string({ unit: fc.constantFrom(...'bfnrtuxé\n\t"<>=%/ ,') });
    const personal = fc.constantFrom(...values);
    fc.assert(
      fc.property(words, personal, words, fc.constantFrom(...encodings), (before, [kind, value], after, encode) => {
        const masked = mask(encode(`${before} ${value} ${after}`));
        assert.ok(masked.includes(pseudonym(kind, value)), masked);
        if (json.includes(encode)) JSON.parse(masked);
      }),
      runs(500),
    );
  });

  it("leaves what is nothing personal", () => {
    for (const text of [
      '{"principal":"ec2.amazonaws.com","userName":"root","account":{"id":"a","name":"prod"},"mfaFactors":["push"]}',
      '{"owner":"111122223333","logGroup":"x","eventTime":"2026-01-02T03:04:05+0100","type":"User"}',
      "2 111122223333 eni-0abc 443 51000 6 10 840 1767323045 1767323105 ACCEPT OK",
      "[10/Oct/2026:13:55:36 +0000] 12:34:56 v1.2.3 user=- user=null",
    ]) {
      assert.equal(mask(text), text);
    }
  });

  it("gives equal values equal pseudonyms with a key, and others with another key", () => {
    assert.match(user("alice"), /^user-[0-9a-f]{12}$/);
    assert.equal(user("ALICE"), user("alice"));
    assert.notEqual(pseudonyms(Buffer.from("another"))("user", "alice"), user("alice"));
    assert.notEqual(email("alice"), user("alice").replace("user", "email"));
  });

  it("masks the kinds that it is told, and keeps networks", () => {
    const text = "user=alice 10.1.2.3 192.0.2.1 2001:db8::1 a@example.com";
    const only = (kinds: readonly PersonalKind[], keepNetworks: string[] = []) => mask(text, { kinds, keepNetworks });
    assert.equal(only(["email"]), text.replace("a@example.com", email("a@example.com")));
    assert.equal(
      only(["ip"], ["10.0.0.0/8", "2001:db8::/32"]),
      `user=alice 10.1.2.3 ${ip("192.0.2.1")} 2001:db8::1 a@example.com`,
    );
    assert.throws(() => only(["ip"], ["10.0.0.0"]), /"10\.0\.0\.0" is no network/);
  });

  it("masks the names that the log source tells of, as whole words, and no names of members", () => {
    const people = new People();
    people.add({ "@timestamp": "", user: { name: "bob", full_name: "Anna Lang" }, related: { user: ["root", "7"] } });
    const masked = new TextMask(wholeRedaction, pseudonym, people).mask(
      '{"bob":1} for Bob from bobby: Anna Lang 7 root',
    );
    assert.equal(masked, `{"bob":1} for ${user("bob")} from bobby: ${user("Anna Lang")} 7 root`);
  });

  it("masks escaped and encoded forms of these names as it masks the names", () => {
    const people = new People();
    for (const name of ["Zoë", "Alice Smith", "CORP\\nancy", "O'Neil", "éva", "bob"]) {
      people.add({ "@timestamp": "", user: { name } });
    }
    const forms = new TextMask(wholeRedaction, pseudonym, people);
    for (const [text, name] of [
      [String.raw`for zo\u00eb, again`, "zoë"],
      [String.raw`{\"m\":\"Zo\\u00EB\"}`, "zoë"],
      ["/find/zo%c3%ab/x", "zoë"],
      ["q=alice%20smith&x", "alice smith"],
      ["q=Alice+Smith&x", "alice smith"],
      [String.raw`"by CORP\\nancy"`, "corp\\nancy"],
      ["by O&apos;Neil.", "o'neil"],
      ["/%20%C3%A9va%2F", "éva"],
      [String.raw`"hello\nbob"`, "bob"],
      [String.raw`not CORP\bob`, "bob"],
    ] as const) {
      const masked = forms.mask(text);
      const [before = "", after = "", ...more] = masked.split(user(name));
      assert.deepEqual([text.startsWith(before), text.endsWith(after), more], [true, true, []], masked);
      assert.ok(before.length + after.length < text.length && masked !== text, masked);
      assert.doesNotMatch(masked, /zo|smith|nancy|neil|va%|bob/i);
    }
    assert.equal(forms.mask("100%zz zo%ff \\u00 &copy;"), "100%zz zo%ff \\u00 &copy;");
  });

  it("takes no longer for each of many CEF events in one line", () =>
    assertGrowsLinearly(300_000, (events) => assert.doesNotMatch(mask("CEF: user=a ".repeat(events)), /=a/)));

  it("takes no longer for each name of a domain where the domain has many", () =>
    assertGrowsLinearly(24_000, (count) => {
      const people = new People();
      const names = Array.from({ length: count }, (_, number) => `CORP\\user${number}`);
      for (const name of names) people.add({ "@timestamp": "", related: { user: [name] } });
      const masked = new TextMask(wholeRedaction, pseudonym, people).mask(names.join("\n"));
      assert.equal(masked, names.map(user).join("\n"));
    }));
});

/** Values of users and addresses that a document of a sample has. */
function personalValues(value: unknown, path = ""): string[] {
  if (typeof value === "string") return personalPath.test(path) ? [value] : [];
  const list = Array.isArray(value) ? asArray(value).map((item) => [path, item] as const) : undefined;
  const members = Object.entries(asRecord(value) ?? {}).map(([name, member]) => [`${path}.${name}`, member] as const);
  return (list ?? members).flatMap(([place, member]) => personalValues(member, place));
}

const personalPath =
  /^(?:\.(?:client|server|source|destination))?\.user(?:\.(?:target|effective|changes))?\.(?:name|email|full_name)$|^\.related\.(?:user|ip)$|^\.email\..*address$|^\.(?:client|server|source|destination|host|observer)(?:\.nat)?\.ip$/;
const noPerson = /^(?:root|system|admin|administrator|anonymous|guest|system:.*|.*\.amazonaws\.com|.|\d+)$/i;

describe("the samples of all log sources", () => {
  for (const { source, name, inputPath, expectedPath } of sampleCases(process.cwd())) {
    const stored = readFileSync(inputPath);
    const bytes = stored[0] === 0x1f && stored[1] === 0x8b ? gunzipSync(stored) : stored;
    // Parquet, which is refused.
    if (bytes.includes(0)) continue;
    it(`have no user, e-mail address or IP address left: ${source} ${name}`, () => {
      const text = bytes.toString("utf8");
      const expected = JSON.parse(readFileSync(expectedPath, "utf8")) as { documents?: [] };
      const people = new People();
      for (const document of expected.documents ?? []) people.add(document);
      const masked = new TextMask(wholeRedaction, pseudonym, people).mask(text);
      for (const value of new Set(personalValues(expected.documents).filter((each) => !noPerson.test(each)))) {
        const quoted = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
        const left = new RegExp(`.{0,40}(?<![\\p{L}\\p{N}_.-])${quoted}(?![\\p{L}\\p{N}_.-]).{0,40}`, "u").exec(masked);
        assert.equal(left?.[0], undefined, value);
      }
      if (isJson(text)) assert.ok(isJson(masked), `it is no JSON any more:\n${masked.slice(0, 2_000)}`);
    });
  }
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
