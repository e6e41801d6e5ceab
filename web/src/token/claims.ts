import { hex } from "./bytes";
import { Fields } from "./fields";
import { refuse } from "./refusal";

/** What a voucher says. Instants are seconds since 1970 UTC, money whole rupiah, volume millilitres. */
export interface Claims {
  readonly tenant: string;
  readonly voucherId: string;
  readonly issuedAtS: number;
  readonly validFromS: number | null;
  readonly expiresAtS: number;
  readonly plate: string;
  readonly product: string;
  readonly millilitresMax: number;
  readonly rupiahMax: number;
  readonly outlet: Outlet;
  readonly sequence: number;
}

/** Where a voucher may be used; offline only at one station. */
export interface Outlet {
  readonly kind: "station" | "group";
  readonly code: string;
  readonly offline: boolean;
}

const KEY = {
  issuer: 1,
  expires: 4,
  notBefore: 5,
  issued: 6,
  voucherId: 7,
  plate: -65_537,
  product: -65_538,
  millilitres: -65_539,
  rupiah: -65_540,
  station: -65_541,
  stationGroup: -65_542,
  offline: -65_543,
  sequence: -65_544,
};

/** The last second of the year 9999. */
const MAX_INSTANT_S = 253_402_300_799;

/** Reads a claim set; refuses unknown, missing and impossible claims. */
export function decodeClaims(payload: Uint8Array): Claims {
  const fields = new Fields(payload);
  const claims: Claims = {
    tenant: fields.text(KEY.issuer),
    expiresAtS: fields.int(KEY.expires),
    validFromS: fields.optionalInt(KEY.notBefore),
    issuedAtS: fields.int(KEY.issued),
    voucherId: readVoucherId(fields),
    plate: fields.text(KEY.plate),
    product: fields.text(KEY.product),
    millilitresMax: fields.int(KEY.millilitres),
    rupiahMax: fields.int(KEY.rupiah),
    outlet: readOutlet(fields),
    sequence: fields.int(KEY.sequence),
  };
  fields.finish();
  if (!isSound(claims)) refuse("bad_claim");
  return claims;
}

export function isTenant(text: string): boolean {
  return /^[a-z0-9-]{2,16}$/.test(text);
}

export function isInstantS(instantS: number): boolean {
  return isBetween(instantS, 0, MAX_INSTANT_S);
}

function isSound(claims: Claims): boolean {
  const startsS = claims.validFromS ?? claims.issuedAtS;
  return (
    isTenant(claims.tenant) &&
    /^[A-Z0-9 ./-]{1,16}$/.test(claims.plate) &&
    /^[A-Za-z0-9._-]{1,24}$/.test(claims.product) &&
    /^[A-Za-z0-9._-]{1,36}$/.test(claims.outlet.code) &&
    isBetween(claims.millilitresMax, 1, 1_000_000_000) &&
    isBetween(claims.rupiahMax, 1, 1_000_000_000_000) &&
    isBetween(claims.sequence, 0, 0xffff_ffff) &&
    claims.issuedAtS >= 0 &&
    claims.issuedAtS <= startsS &&
    startsS < claims.expiresAtS &&
    isInstantS(claims.expiresAtS)
  );
}

function isBetween(number: number, least: number, most: number): boolean {
  return number >= least && number <= most;
}

function readVoucherId(fields: Fields): string {
  const id = fields.bytes(KEY.voucherId);
  return id.length === 16 ? hex(id) : refuse("bad_claim");
}

function readOutlet(fields: Fields): Outlet {
  const station = fields.optionalText(KEY.station);
  const group = fields.optionalText(KEY.stationGroup);
  const offline = fields.take(KEY.offline) ?? null;
  if (offline === false) refuse("bad_claim");
  if (offline !== null && offline !== true) refuse("unexpected_type");
  if (station !== null && group === null) return { kind: "station", code: station, offline: offline === true };
  if (group !== null && station === null && offline === null) return { kind: "group", code: group, offline: false };
  return refuse(station === null && group === null ? "missing_claim" : "bad_claim");
}
