-- Lists leave out postings whose last day of publication is over (store/facets.ts). Unchanged postings are not written, so those that have one get it
-- here; removed ones too, since they may come back unchanged.
update posting set facets = facets || jsonb_build_object('validThrough', content->>'validThrough') where content ? 'validThrough';
