/** Nothing is cached in a test. */
export function revalidatePath(): void {}
