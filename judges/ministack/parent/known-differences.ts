/** What MiniStack is known to do otherwise than AWS does or was seen to do, by what differs; each is asserted to be still so. */
export const knownDifferences: Readonly<Record<string, readonly string[]>> = {
  'ministack has a custom resource answer at an address of its own, and not in the bucket under the request’s key':
    ofEvery('ResponseURL'),
  'ministack tells a provider no ServiceToken beside the properties': ofEvery('ServiceToken'),
  'ministack tells a provider no ServiceTimeout beside the properties': ofEvery('ServiceTimeout'),
  'ministack sends no Delete after a Create that failed: the environment stays, and shows what failed': [
    'create-fails 1: asked',
    'create-fails 1: environments',
    'create-fails 2: environments',
  ],
  'ministack gives a provider’s reason alone, without the words and the RequestId CloudFormation has around it': [
    'create-fails 1: reasons',
    'example 3: reasons',
    'protected 2: reasons',
    'replacement-fails 2: reasons',
  ],
};

function ofEvery(field: string): readonly string[] {
  return ['Create', 'Update', 'Delete'].map((type) => `${type}.${field}`);
}
