'use client';

import { type SubmitEventHandler, startTransition, useActionState } from 'react';

/**
 * `useActionState`, for a form that keeps what was typed. React empties a form as soon as its action has answered, also
 * when it was refused, and a select then shows its first option whatever its state says:
 * https://github.com/facebook/react/issues/30580. Without JavaScript the form posts to the action by itself.
 */
export function useForm<State>(
  action: (previous: Awaited<State>, form: FormData) => State | Promise<State>,
  before: Awaited<State>,
) {
  const [state, send, pending] = useActionState(action, before);
  const onSubmit: SubmitEventHandler<HTMLFormElement> = (event) => {
    event.preventDefault();
    const { submitter } = event.nativeEvent;
    const form = new FormData(event.currentTarget, submitter);
    // A code is good once: the next one is typed into an empty field.
    for (const code of event.currentTarget.querySelectorAll<HTMLInputElement>(
      '[autocomplete="one-time-code"]',
    ))
      code.value = '';
    startTransition(() => send(form));
  };
  return [state, { action: send, onSubmit }, pending] as const;
}
