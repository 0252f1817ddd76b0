// Where is the rest of the program? Here it is never apart.

exports.rest = async () => {};
