import pc from "picocolors";
import { writeLine } from "../output";
import { findPlaces, type PlaceOptions } from "../rescue/places";
import { printable, printableJson, textTable } from "../text-table";
import { awsStage } from "./aws-stage";
import { type Examination, examine } from "./examine";
import type { Level } from "./findings";

export interface DoctorOptions extends PlaceOptions {
  readonly loader?: string;
  readonly domain?: string;
  readonly json?: boolean;
}

const marks: Readonly<Record<Level, string>> = {
  ok: pc.green("ok     "),
  warning: pc.yellow("warning"),
  error: pc.red("error  "),
  unknown: pc.yellow("unknown"),
};

/**
 * Checks a deployed stage and prints what it found.
 * @returns 1 if something is wrong.
 */
export async function doctor({ loader, domain, json = false, ...options }: DoctorOptions): Promise<number> {
  const known = await findPlaces(options);
  const places = {
    ...known,
    ...(loader === undefined ? {} : { loaderFunction: loader }),
    ...(domain === undefined ? {} : { searchDomain: domain }),
  };
  const examination = await examine(places, awsStage(places));
  await writeLine(json ? printableJson(JSON.stringify(examination, undefined, 2)) : asText(examination));
  return examination.findings.some(({ level }) => level === "error") ? 1 : 0;
}

function asText({ findings, lastEvents }: Examination): string {
  const lines = findings.flatMap(({ level, says, fix }) => [
    `${marks[level]}  ${printable(says)}`,
    ...(fix === undefined ? [] : [`         ${pc.dim(printable(fix))}`]),
  ]);
  if (lastEvents.length === 0) return lines.join("\n");
  const rows = lastEvents
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ dataset, at, senders, longestSilent }) => [
      printable(dataset),
      at.slice(0, 19),
      senders,
      printable(longestSilent),
    ]);
  return [...lines, "", textTable(["log", "last indexed (UTC)", "senders", "silent longest"], rows)].join("\n");
}
