import {otherBackendProjects} from './projects.ts';
import {testProjects} from './test-projects.ts';

testProjects(otherBackendProjects);
