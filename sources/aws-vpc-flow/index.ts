import { defineSource } from "../../functions/loader/source";
import { asRecord } from "../../functions/shared/values";
import { areFlowColumns, headerColumns, headerlessOrder } from "./columns";
import { vpcFlowVendorFields } from "./fields";
import { openVpcFlowLog } from "./map";

export default defineSource({
  id: "aws-vpc-flow",
  title: "Amazon VPC and transit gateway flow logs",
  documentation: "https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs.html",
  module: "aws",
  dataset: "aws.vpc_flow",
  indexPeriod: "day",
  delivery:
    "Make a flow log of the VPC, subnet or interface with the archive's bucket as destination, as text or Parquet, with any fields.",
  format: "lines",
  keys: [
    {
      // The same file name in every layout: with hours, with Hive partitions, as text and as Parquet.
      pattern:
        /(?:^|\/)(?<account>\d{12})_vpcflowlogs_(?<region>[a-z0-9-]+)_fl-[0-9a-z]+_\d{8}T\d{4}Z_[0-9a-z]+\.log(?:\.gz|\.parquet)?$/,
    },
  ],
  recognises: (value) => {
    if (typeof value === "string") {
      // A header of one or two names could be any line of text: such a format is only known by its key.
      const header = headerColumns(value);
      return header === undefined ? headerlessOrder(value.trimEnd().split(" ")) !== undefined : header.length > 2;
    }
    // A row of a Parquet file, or of a tool that names the columns.
    const row = asRecord(value);
    return row !== undefined && areFlowColumns(Object.keys(row));
  },
  open: openVpcFlowLog,
  remembers: "headers",
  fields: vpcFlowVendorFields,
});
