export { type CloudTrailActivity, cloudTrailActivity } from "./cloudtrail-activity";
export type { Evidence } from "./evidence";
export { findingsBySeverity } from "./finding";
export { httpTransport, OpenSearchSearch, type SearchTransport } from "./opensearch-search";
export { expandRelated, type RelatedRecords, relatedRecords } from "./related-records";
export { type InvestigationOptions, type RootCause, rootCause } from "./root-cause";
export { DATASETS, type Dataset, type Search } from "./search";
