'use client';

import { unstable_isUnrecognizedActionError as isUnrecognized } from 'next/navigation';
import {
  type SubmitEventHandler,
  startTransition,
  useActionState,
  useCallback,
  useState,
  useTransition,
} from 'react';
import { reportInBrowser } from '@/lib/browser-errors';
import { outdated, type Problem, problem } from '@/lib/problem';
import { fillIn, keepWhileSending } from './typed.ts';

/**
 * `useActionState`, for a form that keeps what was typed, whatever becomes of it. React empties a form as soon as its
 * action has answered, also when it was refused, and a select then shows its first option whatever its state says:
 * https://github.com/facebook/react/issues/30580. And an action that does not answer would take the page away: the server
 * is of another release and does not know it, or it ends just now. Without JavaScript the form posts to the action by
 * itself.
 */
export function useForm<State extends { readonly problem?: Problem | null }>(
  action: (previous: Awaited<State>, form: FormData) => Promise<Awaited<State>>,
  before: Awaited<State>,
) {
  const [posted, send] = useActionState(action, before);
  const [answered, setAnswered] = useState<Awaited<State>>();
  const [pending, start] = useTransition();
  const state = answered ?? posted;
  const ref = useCallback((form: HTMLFormElement | null) => (form ? fillIn(form) : undefined), []);
  const onSubmit: SubmitEventHandler<HTMLFormElement> = (event) => {
    event.preventDefault();
    if (pending) return;
    const { submitter } = event.nativeEvent;
    const form = new FormData(event.currentTarget, submitter);
    // A code is good once: the next one is typed into an empty field.
    for (const code of event.currentTarget.querySelectorAll<HTMLInputElement>(
      '[autocomplete="one-time-code"]',
    ))
      code.value = '';
    const sent = keepWhileSending(event.currentTarget);
    start(async () => {
      const next = await answerOf(() => action(state, form), state).finally(sent);
      startTransition(() => setAnswered(next));
    });
  };
  return [state, { action: send, onSubmit, ref }, pending] as const;
}

async function answerOf<State extends { readonly problem?: Problem | null }>(
  send: () => Promise<Awaited<State>>,
  before: Awaited<State>,
): Promise<Awaited<State>> {
  try {
    return await send();
  } catch (error) {
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : undefined;
    // How Next.js leads to another page.
    if (digest?.startsWith('NEXT_')) throw error;
    if (isUnrecognized(error)) return { ...before, problem: outdated() };
    // Fetch says in a TypeError that nobody answered; what has a digest was reported by the server.
    if (digest === undefined && !(error instanceof TypeError)) reportInBrowser(error);
    return { ...before, problem: UNANSWERED };
  }
}

/** It may have been carried out: its key makes sure that it is so only once. */
const UNANSWERED = problem('unavailable', 'No answer came. What you typed is still here: please try again.');
