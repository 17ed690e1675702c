// The columns kubectl prints for a kind: those of a CustomResourceDefinition, or what the real server has built in.
import { isRecord } from '../../json.ts';
import type { Resource } from '../../resources.ts';
import { selectPath } from '../json-path.ts';
import { age, ageOf, createdAt, name, type Cell, type Column } from './column.ts';
import { coreColumns } from './core-columns.ts';
import { otherColumns } from './other-columns.ts';
import { workloadColumns } from './workload-columns.ts';

const builtIn: Readonly<Record<string, readonly Column[]>> = { ...coreColumns, ...workloadColumns, ...otherColumns };

const cellText = (value: unknown) => (isRecord(value) || Array.isArray(value) ? JSON.stringify(value) : String(value));

function customColumns(resource: Resource): readonly Column[] {
  const columns = resource.columns.map((definition): Column => {
    const { name: title, type, jsonPath, format = '', description = '', priority = 0 } = definition;
    const cell: Cell = (object, now) => {
      const values = selectPath(object, jsonPath);
      if (values.length === 0) return null;
      if (type === 'date') return ageOf(values[0], now);
      return type === 'string' ? values.map(cellText).join(',') : values[0];
    };
    const shown = description || `Custom resource definition column (in JSONPath format): ${jsonPath}`;
    return { name: title, type, format, description: shown, priority, cell };
  });
  return [name, ...(columns.length > 0 ? columns : [age])];
}

/** The columns of a kind; unknown built-in kinds show name and creation time. */
export function columnsOf(resource: Resource): readonly Column[] {
  if (resource.custom) return customColumns(resource);
  return builtIn[resource.key] ?? [name, createdAt];
}
