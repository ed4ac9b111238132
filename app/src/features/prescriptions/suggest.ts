/** How much a month needs; only for what is counted and packed in the same unit (tablets, not puffs of an inhaler). */
export function suggestQuantity(of: {
  readonly product: { readonly dose_unit: string; readonly pack_unit: string } | undefined;
  readonly dose: string;
  readonly times: string;
}): string | undefined {
  const perDay = Number(of.dose) * Number(of.times);
  if (!of.product || of.product.pack_unit !== `${of.product.dose_unit}s`) return undefined;
  if (!Number.isFinite(perDay) || perDay <= 0) return undefined;
  return `30 days need ${Math.ceil(perDay * 30)} ${of.product.pack_unit}.`;
}
