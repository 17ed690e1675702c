// ACM behind the endpoint: which actions exist, and what IAM judges (Service Authorization Reference, "AWS Certificate
// Manager").
import { awsModels } from '../../../generated/aws/model.ts';
import type { AuthorizationCheck } from '../iam/authorization.ts';
import { requestTagsContext, resourceTagsContext } from '../iam/tags-context.ts';
import type { AwsService, Input } from '../service.ts';
import type { Acm } from './acm.ts';
import { getAccountConfiguration, putAccountConfiguration } from './actions/account-configuration.ts';
import { addTags, listTags, removeTags } from './actions/certificate-tags.ts';
import { deleteCertificate } from './actions/delete-certificate.ts';
import { describeCertificate } from './actions/describe-certificate.ts';
import { exportCertificate } from './actions/export-certificate.ts';
import { getCertificate } from './actions/get-certificate.ts';
import { importCertificate } from './actions/import-certificate.ts';
import { listCertificates } from './actions/list-certificates.ts';
import { renewCertificate } from './actions/renew-certificate.ts';
import { requestCertificate } from './actions/request-certificate.ts';
import { resendValidationEmail } from './actions/resend-validation-email.ts';
import { updateCertificateOptions } from './actions/update-certificate-options.ts';
import type { Tag } from './tags.ts';

/** ACM as an endpoint service. */
export const createAcmService = (acm: Acm): AwsService => ({
  signingName: 'acm',
  model: awsModels.acm,
  actions: {
    AddTagsToCertificate: addTags(acm),
    DeleteCertificate: deleteCertificate(acm),
    DescribeCertificate: describeCertificate(acm),
    ExportCertificate: exportCertificate(acm),
    GetAccountConfiguration: getAccountConfiguration(acm),
    GetCertificate: getCertificate(acm),
    ImportCertificate: importCertificate(acm),
    ListCertificates: listCertificates(acm),
    ListTagsForCertificate: listTags(acm),
    ListTagsForResource: listTags(acm),
    RemoveTagsFromCertificate: removeTags(acm),
    PutAccountConfiguration: putAccountConfiguration(acm),
    RenewCertificate: renewCertificate(acm),
    RequestCertificate: requestCertificate(acm),
    ResendValidationEmail: resendValidationEmail(acm),
    TagResource: addTags(acm),
    UntagResource: removeTags(acm),
    UpdateCertificateOptions: updateCertificateOptions(acm),
  },
  authorization: (action, input) => checksOf(acm, action, input),
  state: acm.tables.state,
  reset: () => acm.tables.reset(),
});

/** Lists are judged on `*`, a first import on a certificate yet to be named; tags on import need AddTags as well. */
function checksOf({ tables, world }: Acm, action: string, input: Input): AuthorizationCheck[] {
  if (action === 'ListCertificates' || action === 'RequestCertificate')
    return [{ action: `acm:${action}`, resource: '*' }];
  const arn = input['CertificateArn'] ?? input['ResourceArn'];
  const resource = typeof arn === 'string' ? arn : `arn:aws:acm:${world.region}:${world.accountId}:certificate/*`;
  const tags = (input['Tags'] ?? []) as readonly Tag[];
  const request = requestTagsContext(Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value])));
  const context = { ...request, ...resourceTagsContext('acm', tables.now.certificates.get(resource)?.tags) };
  const own = { action: `acm:${action}`, resource, context };
  const isTaggedImport = action === 'ImportCertificate' && tags.length > 0;
  return isTaggedImport ? [own, { action: 'acm:AddTagsToCertificate', resource, context }] : [own];
}
