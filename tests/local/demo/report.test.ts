import assert from "node:assert/strict";
import { renderActivity, renderRelatedRecords, renderRootCause } from "../../../cli/answers";
import { cloudTrailActivity, DATASETS, expandRelated, rootCause } from "../../../functions/investigator";
import type { Found } from "../../../functions/investigator/search";
import { type DemoReport, renderReport } from "../../../local/demo/report";
import { html } from "../../../local/demo/report/html";
import { checkAnswer } from "../../../local/demo/verify";
import { MemorySearch } from "../../functions/investigator/memory-search";
import { normaliseDay } from "./normalised-day";

const day = "2026-01-01";
const window = { from: `${day}T00:00:00Z`, to: `${day}T23:59:59Z` };
const payload = `<img src=x onerror=alert(1)>"'&\u202e\u001b[31m`;

async function reportOf(change: (document: Found) => Found = (found) => found): Promise<DemoReport> {
  const { documents, scenario } = await normaliseDay({ day, events: 1000 });
  const search = new MemorySearch(documents.map(change));
  const cause = await rootCause(search, scenario.findingId);
  assert.ok(cause);
  const related = await expandRelated(search, cause);
  const datasets = Object.values(DATASETS);
  return {
    day,
    writtenAt: "2026-01-02T00:00:00Z",
    deployment: { resources: [], seconds: 1 },
    loaded: { accounts: [], seconds: 1 },
    verification: { documents: new Map(), problems: [payload] },
    timeline: await search.timeline({ purpose: "", datasets, window, minutes: 30, by: "event.dataset" }),
    cause,
    related,
    activity: await cloudTrailActivity(search, window),
    check: checkAnswer(related, scenario),
  };
}

/** What an attacker controls: names, user agents, URLs. */
function poisoned(found: Found): Found {
  const { document } = found;
  return {
    ...found,
    document: {
      ...document,
      user_agent:
        document.user_agent === undefined ? undefined : { original: `${document.user_agent.original ?? ""}${payload}` },
      error: document.error === undefined ? undefined : { ...document.error, code: payload },
      url: document.url === undefined ? undefined : { ...document.url, path: payload },
    },
  };
}

describe("The demo's report", () => {
  let report: DemoReport;
  let page: string;
  before(async () => {
    report = await reportOf();
    page = renderReport(report);
  });

  it("answers the three questions on one page", () => {
    for (const heading of [
      "What caused this GuardDuty finding?",
      "Which records belong to the intrusion?",
      "What happened in CloudTrail?",
    ]) {
      assert.ok(page.includes(`<h2>${heading}</h2>`), heading);
    }
    assert.ok(page.includes(report.cause!.candidates[0]!.title));
  });

  it("asks no server for anything and runs no script", () => {
    assert.doesNotMatch(page, /<(?:script|link|img|iframe|object)\b/i);
    assert.doesNotMatch(page, /<[^>]*\s(?:src|href)=|<style>[^<]*(?:url\(|@import)/i);
    assert.match(page, /Content-Security-Policy" content="default-src 'none'/);
  });

  it("draws with numbers only", () => {
    assert.doesNotMatch(page, /NaN|Infinity|undefined/);
  });

  it("keeps the labels of its charts readable and apart in a narrow window, where they are scrolled", () => {
    assert.match(
      page,
      /@media\(max-width:760px\)\{\.chart\{overflow-x:auto\}\.chart svg\{width:700px;font-size:16px\}/,
    );
    const charts = page.split('<div class="chart" tabindex="0">').slice(1);
    assert.equal(charts.length, page.split("<svg").length - 1);
    for (const chart of charts) {
      const labels = [...(chart.split("</svg>")[0] ?? "").matchAll(/<text x="([\d.]+)"[^>]*>\d\d:\d\d</g)];
      const places = labels.map(([, x]) => Number(x));
      assert.ok(places.length > 2);
      // `00:00` is 45 units wide in letters of 16.
      for (const [index, x] of places.slice(1).entries()) assert.ok(x - (places[index] ?? 0) > 50, places.join(" "));
    }
  });

  it("shows what logs hold as text, whatever it is", async () => {
    const poisonedPage = renderReport(await reportOf(poisoned));
    assert.ok(!poisonedPage.includes("<img"));
    assert.ok(poisonedPage.includes("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;"));
    // Marks that turn the direction of text could make a line read differently.
    for (const mark of ["\u202e", "\u001b"]) assert.ok(!poisonedPage.includes(mark));
  });

  it("says what is missing where no finding was found", () => {
    const empty = renderReport({ ...report, cause: undefined, related: undefined });
    assert.ok(empty.includes("No finding was found."));
  });

  it("lets no control character of a log reach the terminal", async () => {
    const { cause, related, activity } = await reportOf(poisoned);
    const text = `${renderRootCause(cause!)}\n${renderRelatedRecords(related!)}\n${renderActivity(activity)}`;
    assert.ok(text.includes("\\x1b[31m"));
    assert.ok(!text.includes("alert(1)>\"'&\u202e\u001b[31m"));
  });
});

describe("The html template", () => {
  it("escapes values and keeps what is HTML already, in lists too", () => {
    assert.equal(
      html`<p>${"<b>"}${html`<i>${"&"}</i>`}${[html`<u></u>`, "'"]}${undefined}${7}</p>`.text,
      "<p>&lt;b&gt;<i>&amp;</i><u></u>&#39;7</p>",
    );
  });
});
