import {crc32} from 'node:zlib';
import {pagedSource} from '../../binary/byte-source.ts';
import {UserError} from '../../errors.ts';
import type {Identity} from '../../symbols/identity.ts';
import {type Verification, verifyDebugFile} from '../../symbols/verify.ts';
import {openFile} from '../open-file.ts';

/** Holds a file of this machine against an identity. Throws for nothing that a file can be. */
export function verifyFile(path: string, identity: Identity): Verification {
  try {
    const file = openFile(path);
    const source = pagedSource(file);
    try {
      return verifyDebugFile(source, identity, crc32);
    } finally {
      source.close?.();
      file.close();
    }
  } catch (error) {
    if (error instanceof UserError) return {matches: false, why: error.what};
    throw error;
  }
}
