// What programs in other languages can use. The schema is inferred from these classes and their arguments, which can have
// neither unions nor read-only lists.

export { LogArchive } from "./log-archive";
export { LogLoading } from "./log-loading";
export { SearchCollection } from "./search-collection";
export { SearchDomain } from "./search-domain";
export { Siem } from "./siem";
