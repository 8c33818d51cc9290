const second = 1_000;
const day = 24 * 60 * 60 * second;

/** As long as SQS delays a message. https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html */
const longestDelaySeconds = 900;
const firstDelaySeconds = 30;

/** A message may be hidden for 12 hours at most, counted from its receive. */
const longestHidingSeconds = 4 * 60 * 60;
const firstHidingSeconds = 60;

/** An outage of this length is left to the dead-letter queue, and so to people. */
const longestParkingMilliseconds = 13 * day;

/** How long objects wait for an outage to end, the longer the longer it lasts; not all at once when it ends. */
export function parkingDelay(parkings: number, random: () => number): number {
  return jittered(firstDelaySeconds * 2 ** parkings, longestDelaySeconds, random);
}

/**
 * How long a message that failed stays hidden: a minute or less after the first try, hours in the end. The ten tries that
 * it has last four hours or longer.
 */
export function hidingTime(receiveCount: number, random: () => number): number {
  return jittered(firstHidingSeconds * 2 ** (receiveCount - 1), longestHidingSeconds, random);
}

/** Whether what was seen first at that time (epoch milliseconds) may still be sent again for an outage. */
export function mayBeParked(firstSeen: number, now: number): boolean {
  return now - firstSeen < longestParkingMilliseconds;
}

/** Half of it is sure, half of it left to chance. */
function jittered(seconds: number, most: number, random: () => number): number {
  return Math.round(Math.min(seconds, most) * (0.5 + 0.5 * random()));
}
