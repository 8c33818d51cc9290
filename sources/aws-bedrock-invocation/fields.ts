import type { FieldType } from "../../functions/loader/source";

export const fields: Readonly<Record<string, FieldType>> = {
  "aws.bedrock_invocation.schema_version": "keyword",
  "aws.bedrock_invocation.model_id": "keyword",
  "aws.bedrock_invocation.inference_region": "keyword",
  "aws.bedrock_invocation.identity_arn": "keyword",
  "aws.bedrock_invocation.session_name": "keyword",
  "aws.bedrock_invocation.status": "keyword",
  "aws.bedrock_invocation.stop_reason": "keyword",
  "aws.bedrock_invocation.guardrail_action": "keyword",
  "aws.bedrock_invocation.tools": "keyword",
  "aws.bedrock_invocation.input.tokens": "long",
  "aws.bedrock_invocation.input.cache_read_tokens": "long",
  "aws.bedrock_invocation.input.cache_write_tokens": "long",
  "aws.bedrock_invocation.input.text": "text",
  "aws.bedrock_invocation.input.s3_path": "keyword",
  "aws.bedrock_invocation.output.tokens": "long",
  "aws.bedrock_invocation.output.text": "text",
  "aws.bedrock_invocation.output.s3_path": "keyword",
  "aws.bedrock_invocation.request_metadata": "flat_object",
};
