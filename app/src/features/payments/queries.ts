import 'server-only';
import { z } from 'zod';
import { sessionClient } from '@/lib/supabase/server';
import { type Copayment, copayment, type Payment, payment } from './model.ts';

/** Newest first: of one prescription, or all that the person may see. The database notes the read. */
export async function listPayments(prescription?: string): Promise<Payment[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc(
    'list_payments',
    prescription ? { of_prescription: prescription } : {},
  );
  if (error) throw new Error(`payments could not be read: ${error.code} ${error.message}`);
  return z.array(payment).parse(data);
}

/** What the pharmacies that the person administers charge. */
export async function listCopayments(): Promise<Copayment[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc('list_copayments');
  if (error) throw new Error(`co-payments could not be read: ${error.code} ${error.message}`);
  return z.array(copayment).parse(data);
}
