import { defineSource } from "../../functions/loader/source";
import { latticeLogType } from "./log-type";
import { mapLatticeRecord } from "./map";

export default defineSource({
  id: "aws-vpc-lattice",
  title: "Amazon VPC Lattice access logs of services and resources",
  documentation: "https://docs.aws.amazon.com/vpc-lattice/latest/ug/monitoring-access-logs.html",
  module: "aws",
  dataset: "aws.vpc_lattice",
  indexPeriod: "day",
  delivery:
    "Make an access log subscription of the service network, service or resource configuration whose destination is the archive's bucket.",
  format: "json",
  keys: [
    {
      pattern:
        /(?:^|\/)(?<account>\d{12})_VpcLattice(?:Resource)?AccessLogs_(?<region>[a-z0-9-]+)_[^/]+\.(?:json|log)(?:\.gz)?$/,
    },
  ],
  recognises: (value) => latticeLogType(value) !== undefined,
  open: () => mapLatticeRecord,
  fields: {
    "aws.vpc_lattice.log_type": "keyword",
    "aws.vpc_lattice.service_network_arn": "keyword",
    "aws.vpc_lattice.service_arn": "keyword",
    "aws.vpc_lattice.resource_configuration_arn": "keyword",
    "aws.vpc_lattice.service_network_resource_association_id": "keyword",
    "aws.vpc_lattice.target_group_arn": "keyword",
    "aws.vpc_lattice.listener_id": "keyword",
    "aws.vpc_lattice.source_vpc_arn": "keyword",
    "aws.vpc_lattice.source_vpc_id": "keyword",
    "aws.vpc_lattice.destination_vpc_id": "keyword",
    "aws.vpc_lattice.vpc_endpoint_id": "keyword",
    "aws.vpc_lattice.gateway_ip_port": "keyword",
    "aws.vpc_lattice.resource_ip_port": "keyword",
    "aws.vpc_lattice.resolved_user": "keyword",
    "aws.vpc_lattice.caller_principal": "keyword",
    "aws.vpc_lattice.caller_account_id": "keyword",
    "aws.vpc_lattice.caller_organization_id": "keyword",
    "aws.vpc_lattice.caller_session_name": "keyword",
    "aws.vpc_lattice.auth_denied_reason": "keyword",
    "aws.vpc_lattice.grpc_response_code": "long",
    "aws.vpc_lattice.request_to_target_milliseconds": "long",
    "aws.vpc_lattice.response_from_target_milliseconds": "long",
    "aws.vpc_lattice.additional_fields": "flat_object",
  },
});
