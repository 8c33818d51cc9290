import type { EcsDocument } from "../../functions/shared/ecs";
import type { NamedValues } from "../../functions/shared/text/named-values";
import { integer, nonEmpty } from "../../functions/shared/values";
import { take } from "./take";

const hashNames: Readonly<Record<number, "md5" | "sha1" | "sha256">> = { 32: "md5", 40: "sha1", 64: "sha256" };

export function fileOf(extension: NamedValues, time: (name: string) => string | undefined): EcsDocument["file"] {
  const digest = extension.peek("fileHash")?.toLowerCase() ?? "";
  const kind = /^[0-9a-f]+$/.test(digest) ? hashNames[digest.length] : undefined;
  const path = extension.take("filePath");
  const name = extension.take("fname");
  return nonEmpty({
    path,
    // Some devices write the whole path here.
    name: name === undefined ? undefined : (name.split(/[\\/]/).findLast((part) => part !== "") ?? name),
    size: take(extension, "fsize", integer(extension.peek("fsize"))),
    inode: extension.take("fileId"),
    created: time("fileCreateTime"),
    mtime: time("fileModificationTime"),
    hash: kind === undefined ? undefined : { [kind]: take(extension, "fileHash", digest) },
  });
}
