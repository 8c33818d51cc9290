// Protocols and ports of security groups' rules.

export const https = { ipProtocol: "tcp", fromPort: 443, toPort: 443 };
export const nfs = { ipProtocol: "tcp", fromPort: 2049, toPort: 2049 };
