import { lookup } from "../lookup";

/** @see https://www.iana.org/assignments/dns-parameters */
const names: Readonly<Record<string, string>> = {
  "1": "A",
  "2": "NS",
  "5": "CNAME",
  "6": "SOA",
  "12": "PTR",
  "15": "MX",
  "16": "TXT",
  "28": "AAAA",
  "33": "SRV",
  "65": "HTTPS",
  "255": "ANY",
};

/** The name of a DNS record type by its number, of the common ones. */
export function dnsRecordType(number: string | undefined): string | undefined {
  return lookup(names, number);
}
