import type { MatchRow } from "./case";

const searches = "a:\n  f: 1\nb:\n  g: 1\nc:\n  h: 1\n";

/** Conditions over three searches, of which each holds where its field is 1. */
export const conditionRows: readonly MatchRow[] = [
  {
    what: "or binds less than and",
    detection: `${searches}condition: a or b and c`,
    match: [{ f: 1 }, { g: 1, h: 1 }],
    noMatch: [{ g: 1 }, { h: 1 }, {}],
  },
  {
    what: "and binds less than not",
    detection: `${searches}condition: not a and b`,
    match: [{ g: 1 }],
    noMatch: [{}, { f: 1, g: 1 }, { f: 1 }],
  },
  {
    what: "not before parentheses",
    detection: `${searches}condition: not (a and b)`,
    match: [{ f: 1 }, { g: 1 }, {}],
    noMatch: [{ f: 1, g: 1 }],
  },
  {
    what: "not not",
    detection: `${searches}condition: not not a`,
    match: [{ f: 1 }],
    noMatch: [{}],
  },
  {
    what: "parentheses, also without spaces around them",
    detection: `${searches}condition: (a or b)and(c)`,
    match: [
      { f: 1, h: 1 },
      { g: 1, h: 1 },
    ],
    noMatch: [{ f: 1 }, { h: 1 }],
  },
  {
    what: "operators in capitals",
    detection: `${searches}condition: a AND NOT b OR c`,
    match: [{ f: 1 }, { h: 1 }],
    noMatch: [{ f: 1, g: 1 }, {}],
  },
  {
    what: "1 of them",
    detection: `${searches}condition: 1 of them`,
    match: [{ f: 1 }, { h: 1 }, { f: 1, g: 1, h: 1 }],
    noMatch: [{}],
  },
  {
    what: "all of them",
    detection: `${searches}condition: all of them`,
    match: [{ f: 1, g: 1, h: 1 }],
    noMatch: [{ f: 1, g: 1 }, {}],
  },
  {
    what: "any of, which is 1 of",
    detection: `${searches}condition: any of them`,
    match: [{ g: 1 }],
    noMatch: [{}],
  },
  {
    what: "searches that start with _ are outside of them",
    detection: "a:\n  f: 1\n_b:\n  g: 1\ncondition: 1 of them and not _b",
    match: [{ f: 1 }],
    noMatch: [{ g: 1 }, { f: 1, g: 1 }],
  },
  {
    what: "a pattern that starts with _ means those that do",
    detection: "a:\n  f: 1\n_b1:\n  g: 1\n_b2:\n  h: 1\ncondition: a and 1 of _b*",
    match: [
      { f: 1, g: 1 },
      { f: 1, h: 1 },
    ],
    noMatch: [{ f: 1 }, { g: 1 }],
  },
  {
    what: "1 of a pattern",
    detection: "sel_a:\n  f: 1\nsel_b:\n  g: 1\nother:\n  h: 1\ncondition: 1 of sel_* and not other",
    match: [{ f: 1 }, { g: 1 }],
    noMatch: [{ h: 1 }, { f: 1, h: 1 }],
  },
  {
    what: "all of a pattern, and not 1 of another",
    detection:
      "sel_a:\n  f: 1\nsel_b:\n  g: 1\nfilter_x:\n  h: 1\nfilter_y:\n  i: 1\ncondition: all of sel_* and not 1 of filter_*",
    match: [{ f: 1, g: 1 }],
    noMatch: [{ f: 1 }, { f: 1, g: 1, h: 1 }, { f: 1, g: 1, i: 1 }],
  },
  {
    what: "a pattern with * in the middle and at the start",
    detection: "a_x_b:\n  f: 1\na_y_b:\n  g: 1\na_c:\n  h: 1\ncondition: 1 of a_*_b or all of *_c",
    match: [{ f: 1 }, { g: 1 }, { h: 1 }],
    noMatch: [{}],
  },
  {
    what: "a pattern without *",
    detection: "a:\n  f: 1\nab:\n  g: 1\ncondition: 1 of a or (ab and ab)",
    match: [{ f: 1 }, { g: 1 }],
    noMatch: [{}],
  },
  {
    what: "1 of binds more than not",
    detection: "s1:\n  f: 1\ns2:\n  g: 1\ncondition: not 1 of s*",
    match: [{}],
    noMatch: [{ f: 1 }, { g: 1 }],
  },
  {
    what: "a list of conditions is or",
    detection: `${searches}condition:\n  - a and b\n  - c`,
    match: [{ f: 1, g: 1 }, { h: 1 }],
    noMatch: [{ f: 1 }, { g: 1 }],
  },
  {
    what: "a condition over several lines",
    detection: `${searches}condition: >-\n  a\n  and not\n  b or\n  c`,
    match: [{ f: 1 }, { h: 1 }],
    noMatch: [{ f: 1, g: 1 }],
  },
  {
    what: "names with hyphens, dots and letters outside of ASCII",
    detection: "sel-1:\n  f: 1\nsel.2:\n  g: 1\nwähl:\n  h: 1\ncondition: sel-1 or sel.2 or wähl",
    match: [{ f: 1 }, { g: 1 }, { h: 1 }],
    noMatch: [{}],
  },
  {
    what: "names that begin like operators",
    detection: "notable:\n  f: 1\norigin:\n  g: 1\nandroid:\n  h: 1\ncondition: notable or origin and android",
    match: [{ f: 1 }, { g: 1, h: 1 }],
    noMatch: [{ g: 1 }, { h: 1 }],
  },
  {
    what: "a search of lists and maps within a larger condition",
    detection: "a:\n  - f: [1, 2]\n  - g|contains: x\nb:\n  - word\ncondition: a and not b",
    match: [{ f: 2 }, { g: "axb" }],
    noMatch: [{ f: 2, h: "a word" }, { h: "word" }],
  },
];
