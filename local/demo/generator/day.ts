import type { Random } from "./random";
import { type Session, temporaryKey } from "./records/cloudtrail";
import { HOUR, MINUTE } from "./time";
import type { Instance, World } from "./world";

/** The day under construction: who exists, when it starts, and the credentials that the instances were given. */
export interface Day {
  readonly world: World;
  /** Midnight UTC, milliseconds since the epoch. */
  readonly start: number;
  readonly random: Random;
  /** Sessions of each shop instance, oldest first. EC2 renews the credentials before they expire after six hours. */
  readonly instanceSessions: ReadonlyMap<string, readonly Session[]>;
}

const RENEWAL_MINUTES = 5 * 60 + 20;

export function createDay(world: World, start: number, seed: Random): Day {
  const random = seed.fork("day");
  const instanceSessions = new Map(
    world.shop.instances.map((instance) => [instance.id, sessionsOf(world, start, instance, random)]),
  );
  return { world, start, random, instanceSessions };
}

/** The session whose credentials the instance uses at `time`. */
export function sessionAt(day: Day, instance: Instance, time: number): Session {
  const sessions = day.instanceSessions.get(instance.id) ?? [];
  const session = sessions.findLast(({ issued }) => issued <= time);
  if (session === undefined) {
    throw new RangeError(`instance ${instance.id} does not run at ${new Date(time).toISOString()}`);
  }
  return session;
}

export function isRunning(day: Day, instance: Instance, time: number): boolean {
  const minutes = (time - day.start) / MINUTE;
  return minutes >= instance.from + 2 && minutes < instance.to;
}

/** In the first minutes the instances do not have their credentials yet. */
const FIRST_MINUTES = 3 * MINUTE;
/** Leaves room for what follows an event, so that all of it is on the same day. */
const LAST_MINUTES = 5 * MINUTE;

/** Share of the day's visitors in each hour: quiet nights, a peak after supper. */
const VISITORS = [3, 2, 1, 1, 1, 2, 3, 5, 7, 8, 9, 9, 10, 9, 8, 8, 9, 10, 12, 14, 14, 12, 9, 5] as const;
const OFFICE = [0, 0, 0, 0, 0, 0, 1, 4, 9, 10, 10, 9, 6, 8, 10, 9, 8, 5, 2, 1, 1, 0, 0, 0] as const;

export function visitorTime(day: Day, random: Random): number {
  return timeByHour(day, random, VISITORS);
}

export function officeTime(day: Day, random: Random): number {
  return timeByHour(day, random, OFFICE);
}

export function anyTime(day: Day, random: Random): number {
  return day.start + random.integer(FIRST_MINUTES, 24 * HOUR - LAST_MINUTES);
}

function timeByHour(day: Day, random: Random, hours: readonly number[]): number {
  const hour = random.weighted(hours.map((weight, index) => [index, weight] as const));
  return day.start + Math.max(FIRST_MINUTES, hour * HOUR + random.integer(0, HOUR - LAST_MINUTES));
}

function sessionsOf(world: World, start: number, instance: Instance, random: Random): Session[] {
  const sessions: Session[] = [];
  for (let minute = instance.from; minute < instance.to; minute += RENEWAL_MINUTES) {
    sessions.push({
      role: world.instanceRole,
      sessionName: instance.id,
      accessKeyId: temporaryKey(random),
      issued: start + minute * MINUTE + random.integer(20, 100) * 1000,
      address: world.shop.natAddress,
      userAgent: "aws-sdk-java/2.29.20 md/io#sync md/http#Apache ua/2.1 os/Linux#6.1.115 lang/java#21.0.5 exec-env/EC2",
      // The shop's instances still allow IMDSv1: a plain GET is enough to read their credentials.
      ec2RoleDelivery: "1.0",
    });
  }
  return sessions;
}
