import { defineSource } from "../../functions/loader/source";
import { accessContext } from "./context";
import { executionLogGroup, isExecutionLine } from "./execution";
import { accessLine } from "./line";
import { mapApiRecord } from "./map";

export default defineSource({
  id: "aws-apigateway",
  title: "Amazon API Gateway access and execution logs (REST, HTTP and WebSocket APIs)",
  documentation: "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
  module: "aws",
  dataset: "aws.apigateway",
  indexPeriod: "day",
  delivery:
    "Turn on access logging of the stage, best in JSON with the names of the `$context` variables; to a Firehose stream, whose name starts with `amazon-apigateway-` (REST APIs), or to a log group with a subscription to a stream. CLF, XML and CSV are read as the console offers them. Execution logs come through a subscription of their log groups; what clients and back ends sent is not kept.",
  format: "lines",
  keys: [
    {
      // Firehose: the name of the stream must start with amazon-apigateway-.
      pattern:
        /(?:^|\/)amazon-apigateway-[^/]+-\d+(?:-\d{2,4}){6}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?:\.gz)?$/,
    },
  ],
  envelopes: [{ logGroup: executionLogGroup }],
  recognises: (value) =>
    typeof value === "string"
      ? isExecutionLine(value) || accessLine(value) !== undefined
      : accessContext(value) !== undefined,
  open: () => mapApiRecord,
  fields: {
    "aws.apigateway.log_type": "keyword",
    "aws.apigateway.api_id": "keyword",
    "aws.apigateway.stage": "keyword",
    "aws.apigateway.resource_path": "keyword",
    "aws.apigateway.route_key": "keyword",
    "aws.apigateway.extended_request_id": "keyword",
    "aws.apigateway.caller": "keyword",
    "aws.apigateway.user_arn": "keyword",
    "aws.apigateway.caller_account_id": "keyword",
    "aws.apigateway.session_name": "keyword",
    "aws.apigateway.principal_id": "keyword",
    "aws.apigateway.api_key_id": "keyword",
    "aws.apigateway.error_response_type": "keyword",
    "aws.apigateway.authorizer_error": "keyword",
    "aws.apigateway.integration_error": "keyword",
    "aws.apigateway.integration_status": "long",
    "aws.apigateway.integration_latency_milliseconds": "long",
    "aws.apigateway.waf_response_code": "keyword",
    "aws.apigateway.web_acl_arn": "keyword",
    "aws.apigateway.vpc_id": "keyword",
    "aws.apigateway.vpc_endpoint_id": "keyword",
    "aws.apigateway.connection_id": "keyword",
    "aws.apigateway.message_direction": "keyword",
    "aws.apigateway.disconnect_reason": "keyword",
    "aws.apigateway.xray_trace_id": "keyword",
    "aws.apigateway.context": "flat_object",
  },
});
