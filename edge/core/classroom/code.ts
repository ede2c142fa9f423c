import { codeAlphabet, codeLength } from '../../contract/group.ts'

/**
 * A code of a group from bytes that nobody can guess; 32 signs divide 256 evenly, so each is as likely as another.
 *
 * @param bytes one for each sign
 */
export const codeOf = (bytes: Uint8Array): string =>
  Array.from(bytes.subarray(0, codeLength), (byte) => codeAlphabet.charAt(byte & 31)).join('')
