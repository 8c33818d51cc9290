/** Who sends one kind of logs; empty texts where documents do not say it. */
export interface Sender {
  /** `event.dataset`, such as `aws.cloudtrail`. */
  readonly dataset: string;
  /** `cloud.account.id` */
  readonly account: string;
  /** `cloud.region` */
  readonly region: string;
}

/** The same text for the same sender. */
export function senderKey({ dataset, account, region }: Sender): string {
  return JSON.stringify([dataset, account, region]);
}

/** In words: `aws.cloudtrail of account 111122223333 in eu-west-1`. */
export function nameOf({ dataset, account, region }: Sender): string {
  return [dataset, account && `of account ${account}`, region && `in ${region}`]
    .filter((part) => part !== "")
    .join(" ");
}
