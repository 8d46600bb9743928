import { Stack, Tags } from 'aws-cdk-lib';
import type { StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { Config } from './config.ts';
import { Alarms } from './constructs/alarms.ts';
import { Alerts } from './constructs/alerts.ts';
import { Api } from './constructs/api.ts';
import { Domain } from './constructs/domain.ts';
import { Events } from './constructs/events.ts';
import { Firewall } from './constructs/firewall.ts';
import { Functions } from './constructs/functions.ts';
import { Identity } from './constructs/identity.ts';
import { Network } from './constructs/network.ts';
import { OperatorDashboard } from './constructs/operator-dashboard.ts';
import { Sandbox } from './constructs/sandbox.ts';
import { Scanner } from './constructs/scanner.ts';
import { Schedules } from './constructs/schedules.ts';
import { ScriptsDashboard } from './constructs/scripts-dashboard.ts';
import { Storage } from './constructs/storage.ts';
import { Undelivered } from './constructs/undelivered.ts';
import { Workflow } from './constructs/workflow.ts';
import { tellOutputs } from './outputs.ts';
import { permit } from './permissions.ts';

export interface RunletStackProps extends StackProps {
  config: Config;
  /** Of the program, as `/healthz` says it. */
  version: string;
}

/** One installation of Runlet. */
export class RunletStack extends Stack {
  constructor(scope: Construct, id: string, { config, version, ...props }: RunletStackProps) {
    super(scope, id, props);
    Tags.of(this).add('application', 'runlet');
    Tags.of(this).add('installation', this.stackName);
    const { retentionDays, tracing, architecture } = config;
    const storage = new Storage(this, 'Storage', { retentionDays });
    const functions = new Functions(this, 'Functions', { config, version, stackName: this.stackName });
    const scanner = new Scanner(this, 'Scanner', { retentionDays, tracing });
    const network = new Network(this, 'Network', { nat: config.nat });
    const sandbox = new Sandbox(this, 'Sandbox', { network, architecture, retentionDays });
    const alerts = new Alerts(this, 'Alerts', { email: config.alertEmail });
    const workflow = new Workflow(this, 'Workflow', { functions, retentionDays, tracing });
    const identity = new Identity(this, 'Identity');
    const api = new Api(this, 'Api', { functions, retentionDays, tracing });
    const events = new Events(this, 'Events', { functions, sandbox, workflow });
    const undelivered = new Undelivered(this, 'Undelivered', { functions, messages: alerts.messages, untaken: events.untaken });
    const schedules = new Schedules(this, 'Schedules', { functions, undelivered });
    const alarms = new Alarms(this, 'Alarms', { alerts, api, events, functions });
    new OperatorDashboard(this, 'OperatorDashboard', { alarms, api, functions, storage, workflow });
    new ScriptsDashboard(this, 'ScriptsDashboard', { functions });
    if (config.waf) new Firewall(this, 'Firewall', { api });
    if (config.customDomain) new Domain(this, 'Domain', { api, domain: config.customDomain });
    const has = { storage, scanner, sandbox, workflow, identity, api, schedules, alerts, undelivered };
    permit(functions, has, config);
    tellOutputs(this, { ...has, config, alarms });
  }
}
