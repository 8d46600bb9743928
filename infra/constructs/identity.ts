import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { AccountRecovery, Mfa, UserPool } from 'aws-cdk-lib/aws-cognito';
import type { UserPoolClient } from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import type { Grant } from './runlet-function.ts';

/** People who sign in. Programs use API tokens, which are rows of the table. */
export class Identity extends Construct {
  private readonly pool: UserPool;
  private readonly client: UserPoolClient;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.pool = new UserPool(this, 'Pool', {
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      signInCaseSensitive: false,
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      mfa: Mfa.OPTIONAL,
      mfaSecondFactor: { sms: false, otp: true },
      passwordPolicy: { minLength: 12, requireDigits: true, requireLowercase: true, requireUppercase: true, requireSymbols: true },
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.client = this.pool.addClient('Client', {
      authFlows: { userSrp: true },
      // Without this CDK allows the implicit flow to an address of somebody else; there is no sign-in page that would need any.
      disableOAuth: true,
      generateSecret: false,
      preventUserExistenceErrors: true,
      accessTokenValidity: Duration.hours(1),
      idTokenValidity: Duration.hours(1),
      refreshTokenValidity: Duration.days(30),
    });
  }

  get poolId(): string {
    return this.pool.userPoolId;
  }

  get clientId(): string {
    return this.client.userPoolClientId;
  }

  /** Checking who signed in: by the pool's public keys, for which no right is needed. */
  readonly check: Grant = (fn) => {
    fn.tell('RUNLET_USER_POOL', this.pool.userPoolId);
    fn.tell('RUNLET_USER_POOL_CLIENT', this.client.userPoolClientId);
  };
}
