import type { ActionId, SdkId, SdkTruth } from '../../truth.ts';

export type Person = { readonly id: string; readonly name: string; readonly email: string };

/** What an action does to an SDK: the call as a person would write it, and the call. */
export type SdkAction = { readonly call: string; run(): void | Promise<void> };

/** One real SDK, running in the page. */
export type Sdk = {
  readonly id: SdkId;
  readonly name: string;
  /** Asked of the SDK's own getters, never remembered by us. */
  truth(): SdkTruth;
  readonly actions: { readonly [Action in ActionId]?: SdkAction };
  /** Sends what is held back. */
  flush(): Promise<void>;
};

/** Who is meant by the action at hand; the page decides, the SDKs are told. */
export type Stage = {
  person(): Person;
  /** A number that grows, so that no two events are equal and merged by an SDK. */
  next(): number;
};
