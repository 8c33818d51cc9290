export const keyType = "aws:kms/key:Key";
export const replicaKeyType = "aws:kms/replicaKey:ReplicaKey";
export const keyPolicyType = "aws:kms/keyPolicy:KeyPolicy";
