import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { SiemComponent } from "../siem-component";

export interface MonthlyBudgetArgs {
  /** US dollars. */
  readonly limitUsd: number;
  /** Address that is mailed at 80 % of the limit, and when the month is forecast to go beyond it. */
  readonly email: string;
}

/** Tells when the account costs more in a month than it may: Budgets cannot tell the SIEM's costs from others of the account. */
export class MonthlyBudget extends SiemComponent {
  constructor(name: string, args: MonthlyBudgetArgs, opts?: pulumi.ComponentResourceOptions) {
    super("siem:operations:MonthlyBudget", name, args, opts);
    const notify = { comparisonOperator: "GREATER_THAN", thresholdType: "PERCENTAGE" };
    const subscriberEmailAddresses = [args.email];
    new aws.budgets.Budget(
      name,
      {
        name,
        budgetType: "COST",
        timeUnit: "MONTHLY",
        limitAmount: String(args.limitUsd),
        limitUnit: "USD",
        notifications: [
          { ...notify, notificationType: "ACTUAL", threshold: 80, subscriberEmailAddresses },
          { ...notify, notificationType: "FORECASTED", threshold: 100, subscriberEmailAddresses },
        ],
      },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
