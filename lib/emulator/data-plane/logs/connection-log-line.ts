// One line of a connection log. Elastic Load Balancing user guide, "Connection log entries".
import type { ConnectionRecord } from '../front/connection-record.ts';
import { logTime, quoted } from './log-field.ts';

/** The line, its end excluded. How long a handshake took is not measured: `-`. */
export function connectionLogLine(record: ConnectionRecord, connectionTrace: string): string {
  const secure = record.status !== '-';
  return [
    logTime(record.at),
    record.clientAddress,
    String(record.clientPort),
    String(record.listenerPort),
    record.protocol ?? '-',
    record.cipher ?? '-',
    '-',
    quoted(record.leafSubject),
    record.leafValidity ?? '-',
    record.leafSerialNumber ?? '-',
    secure ? record.status : '-',
    connectionTrace,
  ].join(' ');
}
