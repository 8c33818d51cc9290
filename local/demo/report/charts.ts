import type { TallyRow, TimelineRow } from "../../../functions/investigator/search";
import { type Step, TACTICS } from "../../../functions/investigator/stages";
import { clock, type Html, html, number } from "./html";

export interface Series {
  readonly value: string;
  readonly label: string;
  /** A CSS colour, such as `var(--c1)`. */
  readonly color: string;
}

const WIDTH = 1000;

/** A drawing that is scrolled sideways where the window is narrower than its labels need; keys can do that too. */
function chart(height: number, label: string, drawing: Html): Html {
  return html`<div class="chart" tabindex="0"><svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${drawing}</svg></div>`;
}

/** Stacked columns over time with a legend; a mark shows the moment of something. */
export function stackedColumns(
  rows: readonly TimelineRow[],
  series: readonly Series[],
  marks: readonly { readonly time: string; readonly label: string }[],
): Html {
  const height = 230;
  const [left, bottom, top] = [56, 24, 22];
  const totals = rows.map(({ counts }) => series.reduce((sum, { value }) => sum + (counts[value] ?? 0), 0));
  const peak = niceCeiling(Math.max(1, ...totals));
  const column = (WIDTH - left) / Math.max(1, rows.length);
  const y = (count: number) => top + (height - top - bottom) * (1 - count / peak);
  const first = Date.parse(rows[0]?.start ?? "");
  const last = Date.parse(rows.at(-1)?.start ?? "");
  const step = rows.length > 1 ? (last - first) / (rows.length - 1) : 1;
  const x = (time: number) => left + ((time - first) / step) * column;
  const columns = rows.map(({ start, counts }) => {
    let below = 0;
    const parts = series.map(({ value, color }) => {
      const count = counts[value] ?? 0;
      const from = below;
      below += count;
      return count === 0
        ? ""
        : html`<rect x="${fixed(x(Date.parse(start)) + 1)}" y="${fixed(y(below))}" width="${fixed(column - 2)}" height="${fixed(y(from) - y(below))}" fill="${color}"/>`;
    });
    const detail = series.map(({ value, label }) => `${label}: ${number(counts[value] ?? 0)}`).join("\n");
    return html`<g><title>${clock(start).slice(0, 5)} UTC, ${number(below)} events\n${detail}</title>${parts}</g>`;
  });
  const lines = [0.25, 0.5, 0.75, 1].map(
    (share) =>
      html`<line x1="${left}" x2="${WIDTH}" y1="${fixed(y(peak * share))}" y2="${fixed(y(peak * share))}" class="grid"/><text x="${left - 8}" y="${fixed(y(peak * share) + 4)}" text-anchor="end">${number(peak * share)}</text>`,
  );
  const hours = rows
    .filter(({ start }) => start.slice(14, 16) === "00" && Number(start.slice(11, 13)) % 3 === 0)
    .map(
      ({ start }) =>
        html`<text x="${fixed(x(Date.parse(start)))}" y="${height - 6}">${clock(start).slice(0, 5)}</text>`,
    );
  const flags = marks.map(({ time, label }) => {
    const at = fixed(x(Date.parse(time)));
    return html`<line x1="${at}" x2="${at}" y1="${top - 8}" y2="${height - bottom}" class="mark"/><text x="${fixed(x(Date.parse(time)) + 6)}" y="${top - 8}" class="flag">${label}</text>`;
  });
  const legend = series.map(({ label, color }) => html`<li><i style="background:${color}"></i>${label}</li>`);
  const drawing = html`${lines}${columns}<line x1="${left}" x2="${WIDTH}" y1="${fixed(y(0))}" y2="${fixed(y(0))}" class="axis"/>${hours}${flags}`;
  return html`<figure>${chart(height, "Events over time by log", drawing)}<ul class="legend">${legend}</ul></figure>`;
}

/** Horizontal bars with their numbers; the dark part of a bar failed. */
export function bars(title: string, rows: readonly TallyRow[], empty = "nothing"): Html {
  const peak = Math.max(1, ...rows.map(({ count }) => count));
  const items = rows.map(({ value, count, counted }) => {
    const failed = counted === 0 ? "" : html`<b style="width:${fixed((counted / count) * 100)}%"></b>`;
    const note = counted === 0 || counted === count ? "" : html` <small>${number(counted)} failed</small>`;
    return html`<li title="${value}: ${number(count)}, ${number(counted)} failed"><span class="name">${value}</span><span class="count">${number(count)}${note}</span><span class="track"><span class="bar" style="width:${fixed((count / peak) * 100)}%">${failed}</span></span></li>`;
  });
  return html`<section class="bars"><h3>${title}</h3>${items.length === 0 ? html`<p class="dim">${empty}</p>` : html`<ul>${items}</ul>`}</section>`;
}

/** Steps on a time axis, one lane for each ATT&CK tactic that occurs. */
export function lanes(steps: readonly Step[]): Html {
  const [first] = steps;
  if (first === undefined) {
    return html``;
  }
  const tactics = TACTICS.filter((tactic) => steps.some((step) => step.tactic === tactic));
  const sorted = tactics.toSorted(
    (left, right) =>
      Math.min(...steps.filter(({ tactic }) => tactic === left).map(({ from }) => Date.parse(from))) -
      Math.min(...steps.filter(({ tactic }) => tactic === right).map(({ from }) => Date.parse(from))),
  );
  const [left, lane, top] = [190, 30, 8];
  const begin = Date.parse(first.from);
  const end = Math.max(...steps.map(({ to }) => Date.parse(to)));
  const span = Math.max(end - begin, 60_000) * 1.02;
  const x = (time: number) => left + ((time - begin) / span) * (WIDTH - left - 30);
  const height = top + lane * sorted.length + 26;
  const rows = sorted.map((tactic, index) => {
    const y = top + index * lane;
    const marks = steps
      .filter((step) => step.tactic === tactic)
      .map(({ from, to, statement, records }) => {
        const [start, stop] = [x(Date.parse(from)), x(Date.parse(to))];
        return html`<g><title>${clock(from)} to ${clock(to)}: ${statement}</title><rect x="${fixed(start)}" y="${y + 6}" width="${fixed(Math.max(10, stop - start))}" height="${lane - 12}" rx="5" class="step"/>${stop - start > 34 ? html`<text x="${fixed(start + 8)}" y="${y + lane / 2 + 4}" class="inside">${number(records)}</text>` : ""}</g>`;
      });
    return html`<line x1="${left}" x2="${WIDTH}" y1="${y + lane / 2}" y2="${y + lane / 2}" class="grid"/><text x="0" y="${y + lane / 2 + 4}" class="lane">${tactic}</text>${marks}`;
  });
  const ticks = tickTimes(begin, begin + span).map(
    (time) =>
      html`<line x1="${fixed(x(time))}" x2="${fixed(x(time))}" y1="${top}" y2="${height - 22}" class="grid"/><text x="${fixed(x(time))}" y="${height - 6}" text-anchor="middle">${clock(new Date(time).toISOString()).slice(0, 5)}</text>`,
  );
  return html`<figure>${chart(height, "Steps of the intrusion by ATT&CK tactic", html`${ticks}${rows}`)}</figure>`;
}

/** Round times between two times: at most ten of them. */
function tickTimes(from: number, to: number): number[] {
  const minutes =
    [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 1440].find((step) => (to - from) / (step * 60_000) <= 10) ?? 1440;
  const step = minutes * 60_000;
  const ticks: number[] = [];
  for (let time = Math.ceil(from / step) * step; time <= to; time += step) {
    ticks.push(time);
  }
  return ticks;
}

/** The next number above that divides well by four. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 4, 6, 8, 10].map((factor) => Math.max(4, factor * power)).find((ceiling) => ceiling >= value) ?? value;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
