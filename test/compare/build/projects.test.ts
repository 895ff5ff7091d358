import {setuptoolsProjects} from './projects.ts';
import {testProjects} from './test-projects.ts';

testProjects(setuptoolsProjects);
