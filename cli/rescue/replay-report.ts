import { counted, noun } from "../../functions/shared/text/counted";
import { ProgressLine } from "../../local/demo/progress-line";
import { printable } from "../text-table";
import type { Outcome } from "./create-documents";
import type { ReloadResult } from "./reload-objects";
import { type Sending, whyNotSent } from "./send-objects";
import type { RejectedRecord } from "./set-aside";

/** As many lines about single records or objects are printed as a person reads. */
const maximumLines = 20;

/** Tells a person how a replay gets on, and in the end what it did. */
export class ReplayReport {
  private readonly documents = { created: 0, present: 0, refused: 0, failed: 0 };
  private readonly objects = { sent: 0, kept: 0 };
  private readonly progress = new ProgressLine();
  private lines = 0;
  private open = 0;
  private unsent = 0;

  constructor(private readonly dryRun: boolean) {}

  /** @param name what a person calls the record: its file, or its line of one of his own. */
  document(record: RejectedRecord, outcome: Outcome, name = `${record.file}, record ${record.ordinal}`): void {
    this.documents[outcome.kind] += 1;
    if (outcome.kind === "refused") this.sayOfOne(`${name}: refused again: ${outcome.status}, ${outcome.reason}`);
    const { created, present, refused } = this.documents;
    this.progress.show(`${counted(created + present + refused, "document")}, ${refused} of them refused again`);
  }

  /** A document that nothing is done about, for this is a dry run. */
  wouldSend(): void {
    this.unsent += 1;
  }

  object(url: string, sending: Sending): void {
    if (sending === "sent") this.objects.sent += 1;
    else this.objects.kept += 1;
    if (sending !== "sent") this.sayOfOne(`${url} ${whyNotSent[sending]}`);
    else if (this.dryRun) this.sayOfOne(`${url} would be read again`);
    this.progress.show(counted(this.objects.sent, "object"));
  }

  private sayOfOne(line: string): void {
    this.lines += 1;
    if (this.lines <= maximumLines) this.say(line);
  }

  /** Says something of the replay as a whole. */
  say(line: string): void {
    console.error(printable(line));
  }

  end(): void {
    this.progress.end();
    if (this.lines > maximumLines) console.error(`... and ${this.lines - maximumLines} more such lines`);
  }

  /** What the loader made of the records of objects that it read again. */
  reloaded({ loaded, refused, open }: ReloadResult): void {
    this.documents.created += loaded;
    this.documents.refused += refused;
    this.open += open;
  }

  /** Whether nothing was found to be loaded again. */
  get isEmpty(): boolean {
    const { created, present, refused, failed } = this.documents;
    const documents = created + present + refused + failed + this.open + this.unsent;
    return documents + this.objects.sent + this.objects.kept === 0;
  }

  get summary(): string {
    const { created, present, refused } = this.documents;
    const { sent, kept } = this.objects;
    const total = created + present + refused + this.open;
    const parts = [
      ...(this.unsent === 0 ? [] : [`${counted(this.unsent, "document")} would be sent again`]),
      ...(total === 0
        ? []
        : [
            `${counted(total, "document")}: ${created} loaded, ${counted(present, "was", "were")} there already, ${refused} refused again`,
          ]),
      ...(this.open === 0 ? [] : [`${this.open} of them not loaded yet: they stay listed`]),
      ...(sent + kept === 0
        ? []
        : [
            `${counted(sent, "object")} ${this.dryRun ? "would be" : noun(sent, "was", "were")} handed to the loader, ${kept} not; what is no better will be listed again`,
          ]),
    ];
    if (parts.length === 0) return "Nothing was replayed.";
    // Of objects that were read again, nothing has been said of single records so far.
    const why = refused > 0 ? " Why they were refused: npx siem rejected list." : "";
    return `${parts.join("; ")}.${why}`;
  }

  get exitCode(): number {
    return this.documents.refused + this.objects.kept + this.open > 0 ? 1 : 0;
  }
}
