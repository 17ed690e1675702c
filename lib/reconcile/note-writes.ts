import type { Ports } from './ports.ts';

/** The same ports, and whether AWS was asked to change anything through them. */
export function noteWrites(ports: Ports): { readonly ports: Ports; readonly wrote: () => boolean } {
  let wrote = false;
  const { writer } = ports;
  return {
    ports: {
      ...ports,
      writer: {
        perform: (...step) => {
          wrote = true;
          return writer.perform(...step);
        },
      },
    },
    wrote: () => wrote,
  };
}
