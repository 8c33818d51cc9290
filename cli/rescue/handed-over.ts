/** Of objects that the loader was told of, and nobody waits for. */
export const whatFails =
  "What still cannot be loaded will be listed by: npx siem dlq list (messages), npx siem rejected list (records and objects).";
