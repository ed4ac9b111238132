import { isOutdated, type Problem } from '@/lib/problem';
import { reloadWithTyped } from './typed.ts';

/** Always in the page, so that screen readers announce what appears in it. */
export function FormProblem({ problem }: { readonly problem: Problem | null }) {
  return (
    <>
      <p role="alert" className={problem ? 'form-error' : 'form-error is-empty'}>
        {problem ? `${problem.title}. ${problem.detail}` : null}
      </p>
      {problem && isOutdated(problem) ? (
        <button type="button" className="button" onClick={reloadWithTyped}>
          Reload and go on
        </button>
      ) : null}
    </>
  );
}
