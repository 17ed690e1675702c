// The protobuf messages of the built-in kinds and of the machinery around them.
import table from './wire-messages.json' with { type: 'json' };
import type { WireMessageTable } from './wire-message.ts';

export const wireMessages = table as unknown as WireMessageTable;
