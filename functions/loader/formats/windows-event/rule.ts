import type { EcsDocument } from "../../../shared/ecs";
import type { EventData, WindowsEvent } from "./event";

/** What a mapper makes of an event's values. */
export interface EventParts {
  readonly document: EcsDocument;
  /** Fields of the vendor's own; their types are in `windowsEventFields`. */
  readonly vendor?: VendorParts | undefined;
}

/** Values that many events share and people search by, but ECS has no field for. */
export interface VendorParts {
  readonly logon_id?: string | undefined;
  readonly logon_type?: string | undefined;
  readonly authentication_package?: string | undefined;
  readonly access_list?: readonly string[] | undefined;
  readonly script_block_text?: string | undefined;
}

/** How the events of one number are classified and read. */
export interface EventRule {
  readonly action: string;
  readonly category: readonly string[];
  readonly type: readonly string[];
  readonly kind?: "alert" | undefined;
  /** Where the record itself does not say: what such an event tells has happened, or has failed. */
  readonly outcome?: "success" | "failure" | undefined;
  readonly map?: ((data: EventData, event: WindowsEvent) => EventParts) | undefined;
}

/** Events by number, of one provider. */
export type EventRules = Readonly<Record<number, EventRule>>;
