import { messageOf, subjectOf } from "./message";
import type { Activity, LastDocument, Notifier, StateStore } from "./ports";
import { Rhythm } from "./rhythm";
import { ruleFor, type SilenceRules } from "./rules";
import { senderKey } from "./sender";
import { type KnownSender, readState, type SilenceState, writeState } from "./state";

const hourMilliseconds = 3_600_000;
const dayMilliseconds = 24 * hourMilliseconds;
/** A document can be searched some seconds after `event.ingested`, and later where its request was sent again. */
const overlapMilliseconds = 15 * 60_000;

export interface WatchPorts {
  readonly activity: Activity;
  readonly store: StateStore;
  readonly notifier: Notifier;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** A sender of which something is to be told. */
export interface News {
  readonly kind: "silent" | "back";
  readonly sender: KnownSender;
  /** Hours of silence that are told; none of a sender that is back. */
  readonly limitHours?: number;
}

export interface WatchReport {
  readonly senders: number;
  /** Those with a rhythm, or a rule of the stack. */
  readonly watched: number;
  readonly silent: number;
  readonly news: number;
  readonly learned: boolean;
}

/**
 * Learns once a day at what rhythm each sender sends, looks who has sent since the last run, and tells who is silent for
 * longer than usual, and who is back: each of them once.
 */
export async function watchSilence(
  rules: SilenceRules,
  { activity, store, notifier, now }: WatchPorts,
): Promise<WatchReport> {
  const time = now();
  const before = readState(await store.read());
  const learned = before === undefined || time - before.learnedAt >= dayMilliseconds;
  const known = learned ? await learn(before, rules, activity, time) : before;
  // After an outage of this function, or at first: as far back as is learned from.
  const earliest = time - rules.learningDays * dayMilliseconds;
  const from = Math.max(earliest, (before?.lookedAt ?? 0) - overlapMilliseconds);
  const seen = withLastDocuments(known, await activity.lastDocuments(from, earliest), time);
  const { state, news } = judge(seen, rules, time);
  // Told before it is remembered: a message may come twice, but not never.
  if (news.length > 0) await notifier.publish(subjectOf(news), messageOf(news, time));
  await store.write(writeState(state));
  return {
    senders: state.senders.length,
    watched: state.senders.filter((sender) => limitOf(sender, rules) !== undefined).length,
    silent: state.senders.filter(({ toldSilent }) => toldSilent === true).length,
    news: news.length,
    learned,
  };
}

/** The state with the rhythms of the last days. Those who are silent keep what was usual before. */
async function learn(
  before: SilenceState | undefined,
  { learningDays }: SilenceRules,
  activity: Activity,
  now: number,
): Promise<SilenceState> {
  const from = now - learningDays * dayMilliseconds;
  const known = new Map(before?.senders.map((sender) => [senderKey(sender), sender]));
  const rhythms = new Map<string, Rhythm>();
  for await (const { sender, hour } of activity.activeHours(from)) {
    const key = senderKey(sender);
    const rhythm = rhythms.get(key) ?? new Rhythm();
    rhythms.set(key, rhythm);
    rhythm.add(Math.floor(hour / hourMilliseconds));
    // The end of the hour at the latest; `lastDocuments` says it exactly.
    if (!known.has(key)) known.set(key, { ...sender, lastSeen: hour });
  }
  const senders = [...known].map(([key, sender]) => ({
    ...sender,
    usualHours: rhythms.get(key)?.usualHours ?? sender.usualHours,
  }));
  return { learnedAt: now, lookedAt: before?.lookedAt ?? 0, senders };
}

function withLastDocuments(state: SilenceState, documents: readonly LastDocument[], now: number): SilenceState {
  const known = new Map(state.senders.map((sender) => [senderKey(sender), sender]));
  for (const { sender, at } of documents) {
    const key = senderKey(sender);
    const earlier = known.get(key) ?? { ...sender, lastSeen: 0 };
    known.set(key, { ...earlier, lastSeen: Math.max(earlier.lastSeen, at) });
  }
  return { ...state, lookedAt: now, senders: [...known.values()] };
}

/** Who is silent or back now and was not before, and the state once that is told. Pure. */
function judge(
  state: SilenceState,
  rules: SilenceRules,
  now: number,
): { readonly state: SilenceState; readonly news: readonly News[] } {
  const news: News[] = [];
  const senders = state.senders.flatMap((sender): KnownSender[] => {
    const limitHours = limitOf(sender, rules);
    const silentHours = (now - sender.lastSeen) / hourMilliseconds;
    const isSilent = limitHours !== undefined && silentHours > limitHours;
    const { toldSilent = false } = sender;
    if (isSilent && !toldSilent) news.push({ kind: "silent", sender, limitHours });
    // One that is not watched any more is not told of either.
    if (!isSilent && toldSilent && limitHours !== undefined) news.push({ kind: "back", sender });
    // Who was told, or never had a rhythm, and sends no more is forgotten at last: should it return, it is new.
    const isForgotten = silentHours > rules.learningDays * 24 && (toldSilent || limitHours === undefined);
    return isForgotten ? [] : [{ ...sender, toldSilent: isSilent }];
  });
  return { state: { ...state, senders }, news };
}

/** Hours of silence after which a sender's is told; undefined where it never is. */
function limitOf(sender: KnownSender, rules: SilenceRules): number | undefined {
  const rule = ruleFor(sender, rules);
  if (rule?.ignore === true) return undefined;
  if (rule?.hours !== undefined) return rule.hours;
  if (sender.usualHours === undefined) return undefined;
  return Math.max(rules.minimumHours, rules.factor * sender.usualHours);
}
