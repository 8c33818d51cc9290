/** https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html */
const optInRegions: ReadonlySet<string> = new Set([
  ...["af-south-1", "ca-west-1", "il-central-1", "mx-central-1"],
  ...["ap-east-1", "ap-east-2", "ap-south-2"],
  ...["ap-southeast-3", "ap-southeast-4", "ap-southeast-5", "ap-southeast-6", "ap-southeast-7"],
  ...["eu-central-2", "eu-south-1", "eu-south-2", "me-central-1", "me-south-1"],
]);

/** Whether accounts have to enable a region before they can use it; some services have principals of their own there. */
export function isOptIn(region: string): boolean {
  return optInRegions.has(region);
}
