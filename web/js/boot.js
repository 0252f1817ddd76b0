import init from "./aksess.js";

init().catch((error) => {
  const told = document.createElement("p");
  told.textContent = `The program could not be started: ${error}`;
  document.querySelector(".wait")?.append(told);
  throw error;
});
