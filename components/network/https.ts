/** Protocol and port of a security group's rule. */
export const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
