import type { FieldType } from "../../functions/loader/source";

export const fields: Readonly<Record<string, FieldType>> = {
  "aws.lambda.status": "keyword",
  "aws.lambda.runtime_version": "keyword",
  "aws.lambda.initialization_type": "keyword",
  "aws.lambda.billed_duration_ms": "double",
  "aws.lambda.init_duration_ms": "double",
  "aws.lambda.memory_size_mb": "long",
  "aws.lambda.max_memory_used_mb": "long",
  "aws.lambda.record": "flat_object",
  "aws.lambda.fields": "flat_object",
};
