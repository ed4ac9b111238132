import { environmentSettings, loadSettings } from '../settings/load.ts';
import type { EnvironmentSettings } from '../settings/schema.ts';
import { type Inputs, required } from './values.ts';

/** The settings of the environment that the inputs name, as the checkout's file has them, or the defaults without one. */
export async function settingsFor(
  inputs: Inputs,
  workspace: string,
  notice?: (text: string) => void,
): Promise<EnvironmentSettings> {
  return environmentSettings(
    await loadSettings(workspace, inputs.settings, notice),
    required(inputs, 'environment'),
    inputs['environment-kind'],
  );
}
