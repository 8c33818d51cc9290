import type { Judgement } from "../../../policies/judge";
import { asHtml } from "./html";
import { asJson } from "./json";
import { asJunit } from "./junit";
import { asSarif } from "./sarif";
import { asText } from "./text";

/** Prints judgements: one of each stage, or that of a graph. */
export type Format = (judgements: readonly Judgement[]) => string;

export const formats = {
  text: asText,
  json: asJson,
  sarif: asSarif,
  junit: asJunit,
  html: asHtml,
} as const satisfies Readonly<Record<string, Format>>;

export type FormatName = keyof typeof formats;
export const formatNames = Object.keys(formats) as readonly FormatName[];
