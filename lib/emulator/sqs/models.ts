// The two models of SQS: JSON, which SDKs have spoken since 2023, and the Query protocol from before. Botocore's table has
// the shapes of both; the names that only Query uses are here.
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-json-faqs.html
import { AwsError } from '../aws/aws-error.ts';
import { awsModels, type AwsMember, type AwsModel, type AwsShape } from '../../generated/aws/model.ts';

/** What errors are called in the Query protocol, and in `x-amzn-query-error`, and their status there. */
const queryErrors: Readonly<Record<string, readonly [code: string, status: number]>> = {
  BatchEntryIdsNotDistinct: ['AWS.SimpleQueueService.BatchEntryIdsNotDistinct', 400],
  BatchRequestTooLong: ['AWS.SimpleQueueService.BatchRequestTooLong', 400],
  EmptyBatchRequest: ['AWS.SimpleQueueService.EmptyBatchRequest', 400],
  InvalidAddress: ['InvalidAddress', 404],
  InvalidBatchEntryId: ['AWS.SimpleQueueService.InvalidBatchEntryId', 400],
  InvalidSecurity: ['InvalidSecurity', 403],
  MessageNotInflight: ['AWS.SimpleQueueService.MessageNotInflight', 400],
  OverLimit: ['OverLimit', 403],
  PurgeQueueInProgress: ['AWS.SimpleQueueService.PurgeQueueInProgress', 403],
  QueueDeletedRecently: ['AWS.SimpleQueueService.QueueDeletedRecently', 400],
  QueueDoesNotExist: ['AWS.SimpleQueueService.NonExistentQueue', 400],
  QueueNameExists: ['QueueAlreadyExists', 400],
  ReceiptHandleIsInvalid: ['ReceiptHandleIsInvalid', 404],
  RequestThrottled: ['RequestThrottled', 403],
  ResourceNotFoundException: ['ResourceNotFoundException', 404],
  TooManyEntriesInBatchRequest: ['AWS.SimpleQueueService.TooManyEntriesInBatchRequest', 400],
  UnsupportedOperation: ['AWS.SimpleQueueService.UnsupportedOperation', 400],
};

/** Lists and maps of the Query protocol are numbered under the name of one entry. */
const entryNames: Readonly<Record<string, string>> = {
  AWSAccountIdList: 'AWSAccountId',
  ActionNameList: 'ActionName',
  AttributeNameList: 'AttributeName',
  BatchResultErrorEntryList: 'BatchResultErrorEntry',
  ChangeMessageVisibilityBatchRequestEntryList: 'ChangeMessageVisibilityBatchRequestEntry',
  ChangeMessageVisibilityBatchResultEntryList: 'ChangeMessageVisibilityBatchResultEntry',
  DeleteMessageBatchRequestEntryList: 'DeleteMessageBatchRequestEntry',
  DeleteMessageBatchResultEntryList: 'DeleteMessageBatchResultEntry',
  ListMessageMoveTasksResultEntryList: 'ListMessageMoveTasksResultEntry',
  MessageAttributeNameList: 'MessageAttributeName',
  MessageBodyAttributeMap: 'MessageAttribute',
  MessageBodySystemAttributeMap: 'MessageSystemAttribute',
  MessageList: 'Message',
  MessageSystemAttributeList: 'MessageSystemAttributeName',
  MessageSystemAttributeMap: 'Attribute',
  QueueAttributeMap: 'Attribute',
  QueueUrlList: 'QueueUrl',
  SendMessageBatchRequestEntryList: 'SendMessageBatchRequestEntry',
  SendMessageBatchResultEntryList: 'SendMessageBatchResultEntry',
  TagKeyList: 'TagKey',
  TagMap: 'Tag',
};

const mapValues = <T, U>(table: Readonly<Record<string, T>>, map: (value: T, name: string) => U) =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [name, map(value, name)]));

/** SQS judges names of attributes itself: a strange one is an InvalidAttributeName, and no violation of the model. */
const judgedLater = new Set(['QueueAttributeName', 'MessageSystemAttributeName', 'MessageSystemAttributeNameForSends']);

function asServed(shape: AwsShape, name: string): AwsShape {
  const { enum: _names, ...open } = shape;
  if (judgedLater.has(name)) return open;
  const [code, httpStatusCode] = queryErrors[name] ?? [name, 400];
  return shape.exception === true ? { ...shape, error: { code, httpStatusCode } } : shape;
}

/** A member whose shape is a list or map travels under its entries' name. */
const renamed = (member: AwsMember): AwsMember => {
  const locationName = entryNames[member.shape];
  return locationName === undefined ? member : { ...member, locationName, flattened: true };
};

function inQuery(shape: AwsShape, name: string): AwsShape {
  if (shape.type === 'map' && shape.key && shape.value) {
    const [key, value] = name === 'TagMap' ? ['Key', 'Value'] : ['Name', 'Value'];
    return { ...shape, key: { ...shape.key, locationName: key }, value: { ...shape.value, locationName: value } };
  }
  return shape.members ? { ...shape, members: mapValues(shape.members, renamed) } : shape;
}

/** SQS as botocore describes it, with the Query codes of its errors. */
export const sqsModel: AwsModel = { ...awsModels.sqs, shapes: mapValues(awsModels.sqs.shapes, asServed) };

/** SQS in the Query protocol. */
export const sqsQueryModel: AwsModel = {
  ...sqsModel,
  metadata: {
    ...sqsModel.metadata,
    protocol: 'query',
    protocols: ['query'],
    xmlNamespace: 'http://queue.amazonaws.com/doc/2012-11-05/',
  },
  shapes: mapValues(sqsModel.shapes, inQuery),
};

/** Not found, as the Query protocol has always put it. */
export const queryWording = (error: AwsError): AwsError =>
  error.code === 'QueueDoesNotExist'
    ? new AwsError(error.code, 'The specified queue does not exist for this wsdl version.', error.status)
    : error;
